// Days of the school's calendar and times of day on its wall. Pure functions; thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <callboard/services.hpp>

namespace courses {

using Day = std::chrono::sys_days;

// Of a text that is a date ("2026-11-21"); throws std::invalid_argument for any other.
Day day_of(std::string_view date);
std::string date_of(Day day);
int weekday_of(Day day);  // 0 is Monday
Day monday_of(Day day);   // of the same week

// The moment when the wall's clock shows that minute of that day; of a time that clocks skip the next that there is, of
// one that comes twice the first. `zone` is an IANA name.
callboard::Time time_on(Day day, int minute, const std::string& zone);
// What the wall's calendar shows now.
Day today(callboard::Time now, const std::string& zone);

// "18:05", also "9:30"; nothing for what is no time of day.
std::optional<int> minute_of_day(std::string_view text);
std::string clock_text(int minute);  // "08:05"

}  // namespace courses
