// Loans and the journal of refusals in the database. A cabinet with id 0 is one that is not known by
// name (a laboratory's).
#pragma once

#include <string_view>

#include <callboard/database.hpp>
#include <callboard/services.hpp>
#include <callboard/visitor.hpp>

#include "loan.hpp"

namespace key_cabinet {

using CabinetId = callboard::DeviceId;

class LoanRepository {
 public:
  virtual ~LoanRepository() = default;

  // One guarded statement each. True: it took effect. False: nothing was changed, and `parties` says why.
  virtual bool open_loan(callboard::Transaction& tx, CabinetId at, const LoanRequest& request,
                         callboard::Time now) const = 0;
  virtual bool close_loan(callboard::Transaction& tx, CabinetId at, const LoanRequest& request,
                          callboard::Time now) const = 0;

  virtual LoanParties parties(callboard::Transaction& tx, const LoanRequest& request) const = 0;

  struct Refusal {
    std::string_view type;    // "issue_refused", "return_refused"
    std::string_view reason;  // "unknown_serial", …
  };
  virtual void record(callboard::Transaction& tx, CabinetId at, const LoanRequest& request, const LoanParties& parties,
                      Refusal refusal, callboard::Time now) const = 0;
};

}  // namespace key_cabinet
