#include "school_time.hpp"

#include <callboard/local_time.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

constexpr int kDay = 24 * 60;

// By how much the clock will have been put forward in `minutes` from `now`, where it shows `minute`.
int change_within(int minutes, Time now, int minute, const std::string& zone) {
  const int shown = wall_clock(now + std::chrono::minutes(minutes), zone).minute;
  const int difference = ((shown - minute - minutes) % kDay + kDay) % kDay;
  return difference < kDay / 2 ? difference : difference - kDay;
}

}  // namespace

SchoolTime::SchoolTime(Time time, const std::string& zone) : at(time) {
  const auto wall = wall_clock(at, zone);
  minute = wall.minute;
  date = wall.date;
  weekday = 1 << wall.weekday;
  weekday_before = 1 << ((wall.weekday + 6) % 7);
  // Noon of yesterday, or an hour beside it where the clock was changed meanwhile.
  date_before = wall_clock(at - std::chrono::minutes(minute + kDay / 2), zone).date;

  change = change_within(kDay, at, minute, zone);
  if (change == 0) return;
  int before = 0;
  change_in = kDay;
  while (change_in - before > 1) {
    const int middle = (before + change_in) / 2;
    (change_within(middle, at, minute, zone) == change ? change_in : before) = middle;
  }
}

}  // namespace key_cabinet
