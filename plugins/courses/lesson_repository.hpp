// What lessons are planned from, and the lessons as they are planned. Every function runs inside the caller's
// transaction. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <callboard/database.hpp>

#include "lesson_plan.hpp"

namespace courses {

// Somebody or something that would be at two places at once.
struct LessonClash {
  std::string what;    // the hall's name, or the teacher's
  std::string course;  // the title of the other lesson's
  callboard::Time starts_at, ends_at;
  bool as_student = false;  // the teacher takes part there
};

class LessonRepository {
 public:
  virtual ~LessonRepository() = default;

  virtual std::vector<WeeklyTime> weekly_times(callboard::Transaction& tx, CourseId course) const = 0;
  // Those that touch these days, both included.
  virtual std::vector<Holiday> holidays(callboard::Transaction& tx, const std::string& from,
                                        const std::string& until) const = 0;
  // A course's, by day; at most 2,000.
  virtual std::vector<PlannedLesson> planned(callboard::Transaction& tx, CourseId course) const = 0;
  // Published and closed courses and drafts that last on any of these days, both included.
  virtual std::vector<CourseId> courses_on(callboard::Transaction& tx, const std::string& from,
                                           const std::string& until) const = 0;
  virtual bool has_enrolments(callboard::Transaction& tx, CourseId course) const = 0;

  virtual LessonId add(callboard::Transaction& tx, CourseId course, const PlannedLesson& lesson) const = 0;
  // Raises its sequence.
  virtual void change(callboard::Transaction& tx, const PlannedLesson& lesson, callboard::Time now) const = 0;
  virtual void remove(callboard::Transaction& tx, LessonId lesson) const = 0;

  // Another lesson at that time in the hall of this one, or with one of its teachers; cancelled ones do not count.
  virtual std::optional<LessonClash> hall_clash(callboard::Transaction& tx, LessonId lesson) const = 0;
  virtual std::optional<LessonClash> teacher_clash(callboard::Transaction& tx, LessonId lesson) const = 0;
  // Lessons to come that are not cancelled.
  virtual std::vector<LessonId> coming(callboard::Transaction& tx, CourseId course, callboard::Time now) const = 0;
  // The turns to take before looking for clashes: "hall/3", "teacher/7", in their order.
  virtual std::vector<std::string> turns(callboard::Transaction& tx, CourseId course) const = 0;
};

}  // namespace courses
