// What calendars, mails and messages keep about a person. Inside the caller's transaction. Thread-safe.
#pragma once

#include <nlohmann/json.hpp>

#include <callboard/database.hpp>
#include <callboard/visitor.hpp>

namespace courses {

class SqlTeachingData {
 public:
  // That there is a calendar, which mails are off, messages to courses; null for nothing.
  static nlohmann::json collect(callboard::Transaction& tx, callboard::UserId user);
  // Messages stay for those who got them, without their author.
  static void erase(callboard::Transaction& tx, callboard::UserId user);
};

}  // namespace courses
