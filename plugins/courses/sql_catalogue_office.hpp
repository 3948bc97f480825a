// Courses, teachers and halls as administrators keep them, in the database: what rules ask, and the expressions by
// which their lists read more than columns.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <callboard/database.hpp>
#include <callboard/sql_rows.hpp>

#include "weekly_times.hpp"

namespace courses {

inline constexpr callboard::Membership kTeachersOfCourse{"courses_course_teachers", "course_id", "teacher_id"};

class SqlCatalogueOffice {
 public:
  // False where more places are taken than that; nothing is changed then.
  static bool set_capacity(callboard::Transaction& tx, CourseId course, std::int64_t capacity);
  // Calendars of its students show it as changed.
  static void raise_sequence(callboard::Transaction& tx, CourseId course, bool lessons_too, callboard::Time now);
  static void raise_lesson(callboard::Transaction& tx, LessonId lesson, callboard::Time now);

  // Somebody's enrolment that is not at its end.
  struct Period {
    std::string from, until;
  };
  // From the first day to the last one of all of them.
  static std::optional<Period> enrolled(callboard::Transaction& tx, CourseId course);
  // Teachers of this course with whom somebody is enrolled, besides these.
  static std::vector<std::string> missed_teachers(callboard::Transaction& tx, CourseId course,
                                                  const nlohmann::json& teachers);
  static bool teacher_has_enrolments(callboard::Transaction& tx, TeacherId teacher);
  // The other teacher who has this account.
  static std::optional<std::string> teacher_with(callboard::Transaction& tx, callboard::UserId user, TeacherId besides);
  static bool has_hall(callboard::Transaction& tx, const std::string& name, std::int64_t besides);
  static void unlink(callboard::Transaction& tx, callboard::UserId user);

  // The course that a row belongs to, and the like: one column of one row. Nothing where there is no such row.
  static std::optional<std::int64_t> number(callboard::Transaction& tx, const char* table, const char* column,
                                            std::int64_t id);
  static std::string text(callboard::Transaction& tx, const char* table, const char* column, std::int64_t id);

  // "Mon 18:00-19:30, Wed 18:00-19:30": an expression that has the course as `t`.
  static std::string schedule(callboard::Engine engine);
};

}  // namespace courses
