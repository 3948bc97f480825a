#include "booking_check.hpp"

#include <algorithm>

#include <callboard/local_time.hpp>

namespace courses {

using namespace callboard;

namespace {

TeacherId check_teacher(const Course& course, const std::string& chosen, Faults& faults) {
  if (chosen.empty() && course.teachers.size() == 1) return course.teachers.front().id;
  if (chosen.empty()) {
    faults.add("teacher", _("Choose a teacher."));
    return {};
  }
  const auto found = std::find_if(course.teachers.begin(), course.teachers.end(), [&](const Teacher& teacher) {
    return std::to_string(static_cast<std::int64_t>(teacher.id)) == chosen;
  });
  if (found == course.teachers.end()) {
    faults.add("teacher", _("This teacher does not give this course."));
    return {};
  }
  return found->id;
}

void check_day(const Course& course, const char* field, const std::string& day, const Timetable& timetable,
               Language language, Faults& faults) {
  if (day.empty()) {
    faults.add(field, _("Choose a date."));
  } else if (!is_date(day)) {
    faults.add(field, _("Write the date as YYYY-MM-DD."));
  } else if (day < course.starts_on || day > course.ends_on) {
    faults.add(field, _("The course is from {from} to {until}.")
                          .with("from", timetable.written(course.starts_on, language))
                          .with("until", timetable.written(course.ends_on, language)));
  }
}

}  // namespace

Attendance check_choice(const Course& course, const ChoiceInput& input, const Timetable& timetable, Language language,
                        Faults& faults) {
  const auto teacher = check_teacher(course, input.teacher, faults);
  check_day(course, "start", input.start, timetable, language, faults);
  check_day(course, "end", input.end, timetable, language, faults);
  if (is_date(input.start) && is_date(input.end) && input.end < input.start) {
    faults.add("end", _("The end cannot be before the start."));
  } else if (is_date(input.end) && input.end < timetable.today()) {
    faults.add("end", _("This day has passed."));
  }
  return {course.id, teacher, input.start, input.end};
}

Text why_closed(const Course& course, const std::string& today) {
  if (course.ends_on < today) return _("This course is over.");
  if (course.state == CourseState::Closed) return _("Enrolment in this course is closed.");
  return {};
}

}  // namespace courses
