#include "access_window.hpp"

#include <callboard/local_time.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

bool begins_on(const AccessWindow& window, const WallClock& day) {
  return (window.weekdays >> day.weekday & 1) != 0 && (window.first.empty() || window.first <= day.date) &&
         (window.last.empty() || day.date <= window.last);
}

// An hour before midnight, also where clocks changed since.
WallClock day_before(Time at, const WallClock& clock, const std::string& zone) {
  return wall_clock(at - std::chrono::minutes(clock.minute) - std::chrono::hours(2), zone);
}

}  // namespace

bool AccessWindow::holds(Time at, const std::string& zone) const {
  const auto clock = wall_clock(at, zone);
  if (from < until) return begins_on(*this, clock) && from <= clock.minute && clock.minute < until;
  if (clock.minute >= from && begins_on(*this, clock)) return true;
  return clock.minute < until && begins_on(*this, day_before(at, clock, zone));
}

}  // namespace key_cabinet
