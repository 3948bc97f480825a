// What was changed of courses and is not told yet, and who was reminded of which lesson, in the database. Every
// function runs inside the caller's transaction. Thread-safe.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <callboard/database.hpp>

#include "values.hpp"

namespace courses {

struct CourseChange {
  CourseId course{};
  callboard::Time changed_at;
  std::set<LessonId> lessons;
  bool everything = false;  // the course itself, or more lessons than are worth a list
};

class SqlCourseChanges {
 public:
  // `lessons`: none for the course itself.
  static void note(callboard::Transaction& tx, CourseId course, const std::vector<LessonId>& lessons,
                   callboard::Time now);
  // Those whose last change was before `quiet`, or whose first one before `late`; at most 50.
  static std::vector<CourseChange> due(callboard::Transaction& tx, callboard::Time quiet, callboard::Time late);
  // False where somebody else has taken it, or more was changed meanwhile.
  static bool take(callboard::Transaction& tx, const CourseChange& change);
};

class SqlReminders {
 public:
  static std::set<callboard::UserId> reminded(callboard::Transaction& tx, LessonId lesson);
  // False where this user was reminded of that lesson already.
  static bool remember(callboard::Transaction& tx, LessonId lesson, callboard::UserId user, callboard::Time now);
  // Those sent before: their lessons are over.
  static void forget(callboard::Transaction& tx, callboard::Time before);
  static std::string forget_statement();  // with :value
};

}  // namespace courses
