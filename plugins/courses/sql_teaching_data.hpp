// What calendars, mails, messages, attendance and wishes to move keep about a person. Inside the caller's transaction.
// Thread-safe.
#pragma once

#include <nlohmann/json.hpp>

#include <callboard/database.hpp>
#include <callboard/visitor.hpp>

namespace courses {

class SqlTeachingData {
 public:
  // That there is a calendar, which mails are off, messages to courses, who came to which lesson, every wish to move;
  // null for nothing.
  static nlohmann::json collect(callboard::Transaction& tx, callboard::UserId user);
  // Messages stay for those who got them, without their author; attendance and wishes with the enrolment, which is
  // nobody's then and whose words EnrolmentPeople forgets.
  static void erase(callboard::Transaction& tx, callboard::UserId user);
};

}  // namespace courses
