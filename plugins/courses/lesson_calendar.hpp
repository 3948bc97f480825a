// Lessons as events of calendars, in somebody's language. Thread-safe.
#pragma once

#include <callboard/site.hpp>
#include <callboard/view.hpp>

#include "calendar_text.hpp"
#include "values.hpp"

namespace courses {

// Whether an enrolment takes part in a lesson: it is of its course, on a day of its period in the school's zone, and
// given by its teacher or by nobody in particular.
bool takes_part(const Enrolment& enrolment, const Lesson& lesson, const std::string& zone);
// The teachers of one lesson: its own, or all of the course's.
std::vector<Teacher> teachers_of(const Course& course, const Lesson& lesson);
std::string names_of(const std::vector<Teacher>& teachers);  // "Vera Orlova, Ilya Gromov"

class LessonCalendar {
 public:
  LessonCalendar(const callboard::View& view, const callboard::Site& site, const callboard::Clock& clock)
      : view_(view), site_(site), clock_(clock) {}

  // Without events; `name` stands beside the school's own.
  Calendar feed(const callboard::Text& name, callboard::Language language) const;
  // For a mail of the school's.
  Calendar in_mail() const;
  // As everybody sees it, or as a student's own.
  CalendarEvent event(const Course& course, const Lesson& lesson, callboard::Language language,
                      const Enrolment* enrolment = nullptr) const;

 private:
  const callboard::View& view_;
  const callboard::Site& site_;
  const callboard::Clock& clock_;
};

}  // namespace courses
