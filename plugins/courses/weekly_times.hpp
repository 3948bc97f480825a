// The times at which a course has a lesson each week. Values and pure functions; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values.hpp"

namespace courses {

enum class WeeklyTimeId : std::int64_t {};

struct WeeklyTime {
  WeeklyTimeId id{};
  CourseId course{};
  int weekday = 0;  // 0 is Monday
  int from = 0;     // minutes of the day on the school's wall
  int until = 0;
  std::optional<HallId> hall = {};        // the course's without one
  std::optional<TeacherId> teacher = {};  // all of the course's without one

  bool same_time(const WeeklyTime& other) const {
    return weekday == other.weekday && from == other.from && until == other.until;
  }
};

constexpr std::size_t kMostWeeklyTimes = 14;  // of one course

// "Mon 18:00-19:30, Wed 18:00-19:30": weekdays in English or Russian, whole or by their first letters; between times a
// comma, a semicolon or a new line. Nothing where it cannot be read, or a time ends before it begins.
std::optional<std::vector<WeeklyTime>> weekly_times_in(std::string_view text);

// What has to be done so that there are `wanted` instead of `present`. One whose day stays is changed rather than made
// anew, so that its lessons stay the same ones.
struct WeeklyTimeChanges {
  std::vector<WeeklyTime> add, change;
  std::vector<WeeklyTimeId> remove;
};
WeeklyTimeChanges changes_between(const std::vector<WeeklyTime>& present, std::vector<WeeklyTime> wanted);

callboard::Text weekday_name(int weekday);        // "Monday"
callboard::Text short_weekday_name(int weekday);  // "Mon"

}  // namespace courses
