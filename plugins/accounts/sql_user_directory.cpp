#include "sql_user_directory.hpp"

#include <callboard/sql.hpp>

#include "sql_user_repository.hpp"

namespace accounts {

using namespace callboard;

const char* SqlUserDirectory::names_statement() {
  return "SELECT id, name FROM accounts_users WHERE id > :after ORDER BY id LIMIT :most";
}

const char* SqlUserDirectory::page_statement() {
  return R"sql(
      SELECT u.id, u.name, u.name_key, COALESCE(u.email, ''), u.full_name, COALESCE(u.disabled_at, 0),
             COALESCE((SELECT GROUP_CONCAT(r.role) FROM accounts_roles r WHERE r.user_id = u.id), '')
        FROM accounts_users u WHERE u.name_key > :after ORDER BY u.name_key LIMIT :most)sql";
}

const char* SqlUserDirectory::other_admin_statement() {
  return R"sql(
      SELECT r.user_id FROM accounts_roles r JOIN accounts_users u ON u.id = r.user_id
       WHERE r.role = 'admin' AND r.user_id <> :than AND u.disabled_at IS NULL LIMIT 1)sql";
}

std::vector<UserName> SqlUserDirectory::names(Transaction& tx, UserId after, int most) const {
  const auto behind = to_sql(after);
  long long id = 0;
  std::string name;
  soci::statement select = (tx.sql().prepare << names_statement(), soci::use(behind, "after"), soci::use(most, "most"),
                            soci::into(id), soci::into(name));
  select.execute();
  std::vector<UserName> names;
  while (select.fetch()) names.push_back({UserId{id}, name});
  return names;
}

std::vector<UserSummary> SqlUserDirectory::page(Transaction& tx, const std::string& after, int most) const {
  long long id = 0, disabled_at = 0;
  std::string roles;
  UserSummary user;
  soci::statement select = (tx.sql().prepare << page_statement(), soci::use(after, "after"), soci::use(most, "most"),
                            soci::into(id), soci::into(user.name), soci::into(user.name_key), soci::into(user.email),
                            soci::into(user.full_name), soci::into(disabled_at), soci::into(roles));
  select.execute();
  std::vector<UserSummary> users;
  while (select.fetch()) {
    user.id = UserId{id};
    user.disabled = disabled_at != 0;
    user.roles = split_roles(roles);
    users.push_back(user);
  }
  return users;
}

void SqlUserDirectory::lock_admins(Transaction& tx) const {
  tx.sql() << "UPDATE accounts_guards SET version = version + 1 WHERE name = 'admins'";
}

bool SqlUserDirectory::has_other_admin(Transaction& tx, UserId than) const {
  const auto id = to_sql(than);
  long long other = 0;
  tx.sql() << other_admin_statement(), soci::use(id, "than"), soci::into(other);
  return tx.sql().got_data();
}

}  // namespace accounts
