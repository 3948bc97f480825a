#include <callboard/sql_select.hpp>

#include "mail_kinds.hpp"

namespace courses {

using namespace callboard;

std::set<MailKind> SqlMailChoices::off(Transaction& tx, UserId user) {
  const auto id = to_sql(user);
  std::string name;
  soci::statement select = (tx.sql().prepare << "SELECT kind FROM courses_mails_off WHERE user_id = :id",
                            soci::use(id, "id"), soci::into(name));
  select.execute();
  std::set<MailKind> kinds;
  while (select.fetch()) {
    for (const auto& known : mail_kinds()) {
      if (known.name == name) kinds.insert(known.kind);
    }
  }
  return kinds;
}

std::set<UserId> SqlMailChoices::without(Transaction& tx, const std::vector<UserId>& users, MailKind kind) {
  if (users.empty()) return {};
  const std::string name(name_of(kind));
  long long user = 0;
  soci::statement select =
      (tx.sql().prepare << "SELECT user_id FROM courses_mails_off WHERE kind = :kind AND user_id IN " + sql_list(users),
       soci::use(name, "kind"), soci::into(user));
  select.execute();
  std::set<UserId> found;
  while (select.fetch()) found.insert(UserId{user});
  return found;
}

void SqlMailChoices::choose(Transaction& tx, UserId user, const std::set<MailKind>& off) {
  const auto id = to_sql(user);
  tx.sql() << "DELETE FROM courses_mails_off WHERE user_id = :id", soci::use(id, "id");
  for (const auto kind : off) {
    const std::string name(name_of(kind));
    tx.sql() << "INSERT INTO courses_mails_off (user_id, kind) VALUES (:id, :kind)", soci::use(id, "id"),
        soci::use(name, "kind");
  }
}

}  // namespace courses
