// What a reader of the schedule asks for, in the address:
// /schedule?view=month&date=2026-11-01&teacher=3&day=mon&free=1.
#pragma once

#include <optional>
#include <string>

#include <callboard/http.hpp>

#include "school_days.hpp"
#include "values.hpp"

namespace courses {

struct ScheduleQuery {
  enum class View { List, Month, Week, Day };

  View view = View::List;
  std::optional<Day> date;  // of calendars; today without one
  std::optional<TeacherId> teacher;
  std::optional<int> weekday;  // 0 is Monday
  bool free = false;           // only where places are free
  bool past = false;           // of the list: only what is over
  int page = 1;                // of the list, from 1

  // An empty value is as good as none, since forms send it. Throws BadRequest for what makes no sense.
  static ScheduleQuery read(const callboard::Request& request);
  // "/schedule?…", with what differs from the usual.
  std::string address() const;
};

// "mon" … "sun", as addresses have them.
std::string_view weekday_code(int weekday);

}  // namespace courses
