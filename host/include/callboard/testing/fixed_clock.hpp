// A clock that stands still until a test moves it.
#pragma once

#include <atomic>

#include "callboard/services.hpp"

namespace callboard::testing {

class FixedClock : public Clock {
 public:
  explicit FixedClock(Time now = Time(std::chrono::seconds(1'795'248'000))) : now_(now.time_since_epoch().count()) {}
  Time now() const override { return Time(std::chrono::microseconds(now_.load())); }
  void set(Time now) { now_ = now.time_since_epoch().count(); }
  void advance(std::chrono::microseconds by) { now_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_;
};

}  // namespace callboard::testing
