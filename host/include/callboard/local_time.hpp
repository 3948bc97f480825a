// Times as people type them and as files write them: on the wall of a time zone. Pure functions; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "callboard/api.hpp"
#include "callboard/services.hpp"

namespace callboard {

// "2026-11-21T18:30", as `<input type="datetime-local">` sends it, in an IANA zone. Nothing where it is no such text or
// clocks skip that time; of a time that comes twice, the first. Throws std::runtime_error for an unknown zone.
CALLBOARD_API std::optional<Time> time_from_local(std::string_view text, const std::string& zone);
// The same text for a time; seconds are left out.
CALLBOARD_API std::string local_text(Time time, const std::string& zone);

// What a clock on the wall and a calendar show.
struct WallClock {
  std::string date;  // "2026-11-21"
  int weekday = 0;   // 0 is Monday
  int minute = 0;    // of the day, from 0
};
CALLBOARD_API WallClock wall_clock(Time time, const std::string& zone);

// The rules that hold in a zone from now on, as POSIX TZ text, for devices without a time zone database: "MSK-3".
// Throws std::runtime_error for an unknown zone.
CALLBOARD_API std::string posix_time_zone(const std::string& zone);

// Whether this machine knows that IANA zone, and those that it knows, by their names: "Europe/Moscow".
CALLBOARD_API bool is_time_zone(const std::string& zone);
CALLBOARD_API std::vector<std::string> time_zones();

// Whether it is a day of the calendar, written as "2026-11-21".
CALLBOARD_API bool is_date(std::string_view text);

}  // namespace callboard
