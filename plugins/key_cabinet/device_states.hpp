// What a cabinet last told of itself, and when it was last heard of. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include <callboard/database.hpp>
#include <callboard/services.hpp>

#include "loan_repository.hpp"

namespace key_cabinet {

// What a cabinet says when it checks in.
struct CheckIn {
  std::string firmware;
  std::int64_t pending = 0;  // events that it has not sent yet
};

struct CheckInReply {
  std::int64_t last_seq = 0;  // the highest number of its events that was taken over
  std::int64_t snapshot = 0;  // the newest version that it was given; 0: none
};

class DeviceStateRepository {
 public:
  virtual ~DeviceStateRepository() = default;

  // Nothing is written where somebody else wrote a time after `unless_after`.
  virtual void seen(callboard::Transaction& tx, CabinetId cabinet, callboard::Time now,
                    callboard::Time unless_after) const = 0;
  virtual void checked_in(callboard::Transaction& tx, CabinetId cabinet, const CheckIn& said,
                          callboard::Time now) const = 0;
  virtual CheckInReply reply(callboard::Transaction& tx, CabinetId cabinet) const = 0;
};

// Notes that a cabinet was heard of: in each process at most once a minute, so nearly every request costs a look into
// this process's memory and no more.
class LastSeen {
 public:
  static constexpr std::chrono::seconds kEvery{60};

  LastSeen(callboard::Database& database, const DeviceStateRepository& rows, const callboard::Clock& clock,
           callboard::Log& log)
      : database_(database), rows_(rows), clock_(clock), log_(log) {}

  // Never throws: a request that is good is answered, whether or not this could be written.
  void note(CabinetId cabinet) noexcept;

 private:
  bool is_due(CabinetId cabinet, callboard::Time now);

  callboard::Database& database_;
  const DeviceStateRepository& rows_;
  const callboard::Clock& clock_;
  callboard::Log& log_;
  std::mutex mutex_;
  std::map<CabinetId, callboard::Time> noted_;  // as many as there are cabinets
};

}  // namespace key_cabinet
