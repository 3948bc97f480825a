// Loans and the journal of refusals in the database. A cabinet with id 0 is one that is not known by
// name (a laboratory's).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <callboard/database.hpp>
#include <callboard/services.hpp>
#include <callboard/visitor.hpp>

#include "loan.hpp"
#include "school_time.hpp"

namespace key_cabinet {

using CabinetId = callboard::DeviceId;

// One of several requests that are decided together.
struct AskedLoan {
  CabinetId at{};
  const LoanRequest* request = nullptr;
};

class LoanRepository {
 public:
  virtual ~LoanRepository() = default;

  // One guarded statement each, by what gives the holder the right: an access of his own, a grant that holds now, or a
  // booking of the room for now. They also write when the key is due. True: it took effect. False: nothing was changed.
  virtual bool open_directly(callboard::Transaction& tx, CabinetId at, const LoanRequest& request,
                             const SchoolTime& now, Way how = Way::Cabinet) const = 0;
  virtual bool open_by_grant(callboard::Transaction& tx, CabinetId at, const LoanRequest& request,
                             const SchoolTime& now, Way how = Way::Cabinet) const = 0;
  virtual bool open_by_booking(callboard::Transaction& tx, CabinetId at, const LoanRequest& request,
                               const SchoolTime& now, Way how = Way::Cabinet) const = 0;
  // By whatever right there is. False: nothing was changed, and `parties` says why.
  bool open_loan(callboard::Transaction& tx, CabinetId at, const LoanRequest& request, const SchoolTime& now,
                 Way how = Way::Cabinet) const {
    return open_directly(tx, at, request, now, how) || open_by_grant(tx, at, request, now, how) ||
           open_by_booking(tx, at, request, now, how);
  }

  // The holder with that serial brings that key back; one guarded statement.
  virtual bool close_loan(callboard::Transaction& tx, CabinetId at, const LoanRequest& request, callboard::Time now,
                          Way how = Way::Cabinet) const = 0;
  // The same for a holder and a key by their ids.
  virtual bool close_loan_of(callboard::Transaction& tx, CabinetId at, HolderId holder, KeyId key,
                             callboard::Time now) const = 0;
  // `by` brings back what another holder has.
  virtual bool close_loan_for_other(callboard::Transaction& tx, CabinetId at, HolderId by, KeyId key,
                                    callboard::Time now, Way how) const = 0;

  // Many at once, at a cabinet; no key twice among them. For each, whether it took effect: by its right as `open_loan`,
  // brought back as `close_loan`. Throws Conflict where it cannot tell: then all of it is to be undone.
  virtual std::vector<bool> open_loans(callboard::Transaction& tx, std::span<const AskedLoan> asked,
                                       const SchoolTime& now) const = 0;
  virtual std::vector<bool> close_loans(callboard::Transaction& tx, std::span<const AskedLoan> asked,
                                        callboard::Time now) const = 0;

  virtual LoanParties parties(callboard::Transaction& tx, const LoanRequest& request, const SchoolTime& now) const = 0;
  // Who had that serial last, where it was taken away or replaced.
  virtual std::optional<HolderId> past_holder(callboard::Transaction& tx, const std::string& serial) const = 0;

  struct Refusal {
    std::string_view type;    // "issue_refused", "return_refused", "handover_refused"
    std::string_view reason;  // "unknown_serial", …
  };
  virtual void record(callboard::Transaction& tx, CabinetId at, const LoanRequest& request, const LoanParties& parties,
                      Refusal refusal, callboard::Time now) const = 0;
};

}  // namespace key_cabinet
