// What a cabinet did while it was alone, taken over: each event has its effect once, in the order of its numbers, and
// what does not fit is recorded as a conflict and never dropped. The door has opened by then: nothing is refused.
// Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <callboard/database.hpp>
#include <callboard/services.hpp>
#include <callboard/site.hpp>
#include <callboard/visitor.hpp>

#include "device_event_repository.hpp"

namespace key_cabinet {

class OfflineEvents {
 public:
  OfflineEvents(callboard::Database& database, const DeviceEventRepository& rows, const LoanRepository& loans,
                const callboard::Clock& clock, const callboard::Site& site)
      : database_(database), rows_(rows), loans_(loans), clock_(clock), site_(site) {}

  struct Conflict {
    std::int64_t seq = 0;
    std::string reason;
  };
  struct Taken {
    long long accepted = 0;  // for the first time
    std::int64_t last_seq = 0;
    std::vector<Conflict> conflicts;  // of all events of the batch, repeats included
  };
  // One transaction; `by` is an enrolled cabinet.
  Taken take(const callboard::Visitor& by, const DeviceBatch& batch);
  // The same as part of a larger transaction.
  Taken take(callboard::Transaction& tx, const callboard::Visitor& by, const DeviceBatch& batch);

 private:
  callboard::Database& database_;
  const DeviceEventRepository& rows_;
  const LoanRepository& loans_;
  const callboard::Clock& clock_;
  const callboard::Site& site_;
};

}  // namespace key_cabinet
