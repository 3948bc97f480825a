// When lessons are, and whether somebody would have two at once. Every function runs inside the caller's transaction.
// Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <callboard/site.hpp>
#include <callboard/text.hpp>
#include <callboard/view.hpp>

#include "course_repository.hpp"
#include "enrolment_repository.hpp"

namespace courses {

using callboard::Time;

// What an enrolment is for: its lessons are those of the course between two days, given by that teacher or by nobody
// in particular.
struct Attendance {
  CourseId course{};
  TeacherId teacher{};
  std::string starts_on, ends_on;
};
Attendance attendance_of(const Enrolment& enrolment);

// Another lesson at the same time.
struct Clash {
  std::string course;  // its title
  Time starts_at;      // of the other lesson
};

class Timetable {
 public:
  Timetable(const CourseRepository& courses, const EnrolmentRepository& enrolments, const callboard::Clock& clock,
            const callboard::Site& site, const callboard::View& view)
      : courses_(courses), enrolments_(enrolments), clock_(clock), site_(site), view_(view) {}

  // Cancelled ones too, in the order of time.
  std::vector<Lesson> lessons(callboard::Transaction& tx, const Attendance& attendance) const;
  // The first lesson to come in which this person would have to be elsewhere: as a student by a confirmed or an offered
  // enrolment, or as the teacher. What is in `leaves`, a course, does not count.
  std::optional<Clash> clash(callboard::Transaction& tx, callboard::UserId user, const Attendance& wanted,
                             std::optional<CourseId> leaves = {}) const;
  // The present day of the school's calendar.
  std::string today() const;
  // When that day begins, and when it has ended.
  Time begin_of(const std::string& day) const;
  Time end_of(const std::string& day) const;

  // For a text to somebody who reads that language.
  std::string written(const std::string& day, callboard::Language language) const;
  callboard::Text text_of(const Clash& clash, callboard::Language language) const;

 private:
  std::vector<Lesson> engagements(callboard::Transaction& tx, callboard::UserId user, CourseId but) const;

  const CourseRepository& courses_;
  const EnrolmentRepository& enrolments_;
  const callboard::Clock& clock_;
  const callboard::Site& site_;
  const callboard::View& view_;
};

}  // namespace courses
