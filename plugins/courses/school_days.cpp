#include "school_days.hpp"

#include <charconv>
#include <stdexcept>

#include <fmt/format.h>
#include <callboard/local_time.hpp>

namespace courses {

using namespace callboard;

namespace {

constexpr int kMinutesOfDay = 24 * 60;

// Digits alone.
std::optional<int> digits_of(std::string_view digits) {
  int value = 0;
  const auto* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, value);
  if (digits.empty() || digits.front() == '-' || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return value;
}

}  // namespace

Day day_of(std::string_view date) {
  if (!is_date(date)) throw std::invalid_argument("no date");
  const auto part = [&](std::size_t from, std::size_t length) { return digits_of(date.substr(from, length)).value(); };
  return std::chrono::year(part(0, 4)) / std::chrono::month(static_cast<unsigned>(part(5, 2))) /
         std::chrono::day(static_cast<unsigned>(part(8, 2)));
}

std::string date_of(Day day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

int weekday_of(Day day) { return static_cast<int>(std::chrono::weekday(day).iso_encoding()) - 1; }

Day monday_of(Day day) { return day - std::chrono::days(weekday_of(day)); }

Time time_on(Day day, int minute, const std::string& zone) {
  constexpr int kLongestSkip = kMinutesOfDay;  // an island once went over a whole day
  for (int skipped = 0; skipped <= kLongestSkip; ++skipped) {
    const int at = minute + skipped;
    const auto date = date_of(day + std::chrono::days(at / kMinutesOfDay));
    if (const auto time = time_from_local(date + "T" + clock_text(at % kMinutesOfDay), zone)) return *time;
  }
  throw std::logic_error("a day without any time");
}

Day today(Time now, const std::string& zone) { return day_of(wall_clock(now, zone).date); }

std::optional<int> minute_of_day(std::string_view text) {
  const auto colon = text.find_first_of(":.");
  if (colon == std::string_view::npos || colon == 0 || colon > 2 || text.size() != colon + 3) return std::nullopt;
  const auto hour = digits_of(text.substr(0, colon)), minute = digits_of(text.substr(colon + 1));
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return *hour * 60 + *minute;
}

std::string clock_text(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

}  // namespace courses
