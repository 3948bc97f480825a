// Imports: a file is looked at, and done as a whole or not at all once the one who brought it says so.
#pragma once

#include "import_plan.hpp"

namespace theatre_admin {

struct ImportResult {
  enum class Outcome {
    Previewed,  // nothing done yet
    Done,
    Changed,  // what it would do is no longer what was shown: nothing was done
    Refused,  // a row could not be written: nothing was done
    Expired,
  };
  Outcome outcome = Outcome::Previewed;
  ImportPlan plan = {};
  std::string token = {};  // for apply(), where the plan can be done
};

// Thread-safe.
class RecordImport {
 public:
  static constexpr std::chrono::minutes kLifetime{60};

  RecordImport(callboard::Database& database, const callboard::AdminSite& site, callboard::Site& info,
               const RecordSaving& saving, callboard::AuditLog& audit, callboard::Clock& clock)
      : database_(database), site_(site), info_(info), saving_(saving), audit_(audit), clock_(clock) {}

  ImportResult preview(const callboard::AdminCall& call, const AdminResource& resource,
                       const std::string& content) const;
  ImportResult apply(const callboard::AdminCall& call, const AdminResource& resource, const std::string& token) const;
  // Removes files that nobody confirmed.
  void sweep() const;

 private:
  ImportPlan plan(callboard::Transaction& tx, const callboard::AdminCall& call, const AdminResource& resource,
                  const std::string& content) const;
  ImportResult apply(callboard::Transaction& tx, const callboard::AdminCall& call, const AdminResource& resource,
                     const std::string& token) const;
  void write(callboard::Transaction& tx, const callboard::AdminCall& call, const AdminResource& resource,
             const ImportPlan& plan) const;
  void tell(callboard::Transaction& tx, const callboard::Visitor& by, const AdminResource& resource,
            const ImportPlan& plan) const;

  callboard::Database& database_;
  const callboard::AdminSite& site_;
  callboard::Site& info_;
  const RecordSaving& saving_;
  callboard::AuditLog& audit_;
  callboard::Clock& clock_;
};

}  // namespace theatre_admin
