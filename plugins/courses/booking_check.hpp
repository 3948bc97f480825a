// What somebody chose in a form about a course: the teacher and the period, held against what the course allows.
// Thread-safe.
#pragma once

#include <string>

#include <callboard/form.hpp>

#include "timetable.hpp"

namespace courses {

// As typed.
struct ChoiceInput {
  std::string teacher, start, end;
};

// Where a fault is added, what is returned does not count. The only teacher of a course need not be named. Fields:
// teacher, start, end; `language` is that of who reads the faults.
Attendance check_choice(const Course& course, const ChoiceInput& input, const Timetable& timetable,
                        callboard::Language language, callboard::Faults& faults);

// Why nobody can enrol in it, if so: it is closed, or over.
callboard::Text why_closed(const Course& course, const std::string& today);

}  // namespace courses
