#include "sql_people_names.hpp"

#include <callboard/sql.hpp>

#include "names.hpp"

namespace accounts {

using namespace callboard;

// Numbers of ours, written out: no driver binds a list.
std::map<UserId, PersonName> SqlPeopleNames::names(Transaction& tx, const std::vector<UserId>& users) const {
  std::map<UserId, PersonName> found;
  if (users.empty()) return found;
  std::string ids;
  for (const auto user : users) ids += (ids.empty() ? "" : ",") + std::to_string(to_sql(user));
  long long id = 0;
  PersonName person;
  soci::statement select =
      (tx.sql().prepare << "SELECT id, name, full_name FROM accounts_users WHERE id IN (" + ids + ")", soci::into(id),
       soci::into(person.name), soci::into(person.full_name));
  select.execute();
  while (select.fetch()) found.emplace(UserId{id}, person);
  return found;
}

std::vector<UserId> SqlPeopleNames::named(Transaction& tx, const std::string& text) const {
  const auto name = user_name_key(text), email = email_key(text);
  long long id = 0;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT id FROM accounts_users WHERE name_key = :name UNION SELECT id FROM accounts_users WHERE email_key = :email)sql",
                            soci::use(name, "name"), soci::use(email, "email"), soci::into(id));
  select.execute();
  std::vector<UserId> found;
  while (select.fetch()) found.push_back(UserId{id});
  return found;
}

}  // namespace accounts
