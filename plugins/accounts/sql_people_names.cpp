#include "sql_people_names.hpp"

#include <callboard/sql_select.hpp>

#include "names.hpp"

namespace accounts {

using namespace callboard;

namespace {

std::vector<UserId> ids_of(soci::statement& select, const long long& id) {
  select.execute();
  std::vector<UserId> found;
  while (select.fetch()) found.push_back(UserId{id});
  return found;
}

}  // namespace

std::map<UserId, PersonName> SqlPeopleNames::names(Transaction& tx, const std::vector<UserId>& users) const {
  std::map<UserId, PersonName> found;
  if (users.empty()) return found;
  long long id = 0;
  PersonName person;
  soci::statement select =
      (tx.sql().prepare << "SELECT id, name, full_name FROM accounts_users WHERE id IN " + sql_list(users),
       soci::into(id), soci::into(person.name), soci::into(person.full_name));
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
  return ids_of(select, id);
}

std::map<UserId, PersonAddress> SqlPeopleNames::addresses(Transaction& tx, const std::vector<UserId>& users) const {
  std::map<UserId, PersonAddress> found;
  if (users.empty()) return found;
  long long id = 0;
  PersonAddress person;
  std::string full_name, language;
  soci::statement select =
      (tx.sql().prepare << "SELECT id, email, name, full_name, language FROM accounts_users "
                           "WHERE email IS NOT NULL AND disabled_at IS NULL AND id IN " +
                               sql_list(users),
       soci::into(id), soci::into(person.email), soci::into(person.name), soci::into(full_name), soci::into(language));
  select.execute();
  while (select.fetch()) {
    if (!full_name.empty()) person.name = full_name;
    person.language = language == "ru" ? Language::Russian : Language::English;
    found.emplace(UserId{id}, person);
  }
  return found;
}

std::vector<UserId> SqlPeopleNames::with_role(Transaction& tx, const std::string& role) const {
  long long id = 0;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT u.id FROM accounts_roles r JOIN accounts_users u ON u.id = r.user_id
       WHERE r.role = :role AND u.disabled_at IS NULL ORDER BY u.id)sql",
                            soci::use(role, "role"), soci::into(id));
  return ids_of(select, id);
}

std::string SqlPeopleNames::has_role_statement() {
  return "SELECT u.id FROM accounts_roles r JOIN accounts_users u ON u.id = r.user_id "
         "WHERE r.user_id = :user AND r.role = :role AND u.disabled_at IS NULL";
}

bool SqlPeopleNames::has_role(Transaction& tx, UserId user, const std::string& role) {
  const auto id = to_sql(user);
  long long found = 0;
  tx.sql() << has_role_statement(), soci::use(id, "user"), soci::use(role, "role"), soci::into(found);
  return tx.sql().got_data();
}

}  // namespace accounts
