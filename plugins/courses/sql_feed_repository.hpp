// The addresses of personal calendars, and the lessons that calendars show, in the database. Every function runs inside
// the caller's transaction. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <callboard/database.hpp>

#include "values.hpp"

namespace courses {

struct Feed {
  callboard::UserId user{};
  std::string token_hash;
  std::string sealed;  // the token itself, to show it again
  callboard::Time created_at;
};

class SqlFeedRepository {
 public:
  static std::optional<Feed> of_user(callboard::Transaction& tx, callboard::UserId user);
  static std::optional<callboard::UserId> user_of(callboard::Transaction& tx, const std::string& token_hash);
  // Instead of the one before.
  static void store(callboard::Transaction& tx, const Feed& feed);
  static void erase(callboard::Transaction& tx, callboard::UserId user);

  // Of these courses, or of all that are not drafts, in the order of time; `from` is included, `until` is not.
  static std::vector<Lesson> lessons_of(callboard::Transaction& tx, const std::vector<CourseId>& courses,
                                        callboard::Time from, callboard::Time until);
  static std::vector<Lesson> public_lessons(callboard::Transaction& tx, callboard::Time from, callboard::Time until);
  static constexpr int kMostLessons = 10'000;

  static std::string lessons_statement(const std::string& condition);
  static constexpr const char* kPublic = "c.state <> 'draft'";
};

}  // namespace courses
