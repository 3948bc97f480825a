// What administrators do with loans: release a key that nobody brings back, hand it over on paper, put the record
// right. Each says why, and is told the audit log. Runs inside the caller's transaction; throws AdminRefusal, NotFound.
// Thread-safe.
#pragma once

#include <callboard/admin.hpp>
#include <callboard/audit.hpp>
#include <callboard/services.hpp>

#include "sql_key_office.hpp"

namespace key_cabinet {

// The kind of record in the audit log.
inline constexpr const char* kLoanRecord = "key_loan";

// What is to be put right; what is not set stays as it is.
struct LoanCorrection {
  std::optional<HolderId> holder = {};
  std::optional<callboard::Time> taken = {};
  std::optional<callboard::Time> returned = {};
};

class LoanOffice {
 public:
  LoanOffice(callboard::AuditLog& audit, const callboard::Clock& clock) : audit_(audit), clock_(clock) {}

  void release(callboard::Transaction& tx, const callboard::Visitor& by, LoanId loan, const std::string& reason) const;
  void hand_over(callboard::Transaction& tx, const callboard::Visitor& by, LoanId loan, HolderId to,
                 const std::string& reason) const;
  // The key is lost; the loan stays open, since it may still be brought back.
  void mark_lost(callboard::Transaction& tx, const callboard::Visitor& by, LoanId loan,
                 const std::string& reason) const;
  void correct(callboard::Transaction& tx, const callboard::Visitor& by, LoanId loan, const LoanCorrection& correction,
               const std::string& reason) const;

 private:
  void record(callboard::Transaction& tx, const callboard::Visitor& by, const char* action, LoanId loan,
              std::vector<callboard::AuditChange> changes, const std::string& reason) const;

  callboard::AuditLog& audit_;
  const callboard::Clock& clock_;
};

}  // namespace key_cabinet
