// Which keys lessons need, and which were opened for them, in the database. Every function runs inside the caller's
// transaction. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <callboard/database.hpp>

#include "values.hpp"

namespace courses {

// For one teacher of one lesson.
struct LessonKey {
  LessonId lesson{};
  TeacherId teacher{};
  callboard::UserId user{};
  std::int64_t room = 0;
  callboard::Time from, until;
  std::string note = {};  // the course's title; is not kept

  bool is_same_as(const LessonKey& other) const {
    return user == other.user && room == other.room && from == other.from && until == other.until;
  }
};

class SqlLessonKeys {
 public:
  // Of lessons that begin in that time, by lesson and teacher, with the lesson's own times; of one course or of all.
  static std::vector<LessonKey> wanted(callboard::Transaction& tx, callboard::Time from, callboard::Time until,
                                       std::optional<CourseId> course);
  // Those whose time is not over, by lesson and teacher. Of one course: those of its lessons, and of lessons that are
  // gone.
  static std::vector<LessonKey> open(callboard::Transaction& tx, callboard::Time now, std::optional<CourseId> course);
  static void remember(callboard::Transaction& tx, const LessonKey& key);
  static void forget(callboard::Transaction& tx, const LessonKey& key);
  static void forget_past(callboard::Transaction& tx, callboard::Time before);
};

}  // namespace courses
