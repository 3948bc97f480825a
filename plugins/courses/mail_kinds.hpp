// The kinds of mails that this plugin sends, each of which a reader may turn off; and who turned off which. What
// touches the database runs inside the caller's transaction. Thread-safe.
#pragma once

#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <callboard/database.hpp>
#include <callboard/text.hpp>
#include <callboard/visitor.hpp>

namespace courses {

enum class MailKind { Received, Decided, Offers, Partners, Changes, Reminders, Messages, Requests };

struct MailKindWords {
  MailKind kind;
  std::string_view name;
  callboard::Text label;
  callboard::Text without;  // what one misses without it
};
// In the order in which they are offered. The last is for teachers.
const std::vector<MailKindWords>& mail_kinds();
std::string_view name_of(MailKind kind);

class SqlMailChoices {
 public:
  static std::set<MailKind> off(callboard::Transaction& tx, callboard::UserId user);
  // Those of the users who do not want that kind.
  static std::set<callboard::UserId> without(callboard::Transaction& tx, const std::vector<callboard::UserId>& users,
                                             MailKind kind);
  static void choose(callboard::Transaction& tx, callboard::UserId user, const std::set<MailKind>& off);
};

}  // namespace courses
