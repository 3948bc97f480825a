#include "sql_user_repository.hpp"

#include <sstream>

#include <callboard/sql.hpp>

#include "sql_present.hpp"

namespace accounts {

using namespace callboard;

namespace {

// All of an account in one statement, its roles included.
const std::string kSelectUser = R"sql(
    SELECT u.id, u.name, COALESCE(u.email, ''), COALESCE(u.email_verified_at, 0), u.password_hash, u.full_name,
           u.phone, u.bio, u.picture, u.picture_small, u.language, u.created_at, COALESCE(u.disabled_at, 0),
           COALESCE(u.privacy_accepted_at, 0),
           COALESCE((SELECT GROUP_CONCAT(r.role) FROM accounts_roles r WHERE r.user_id = u.id), '')
      FROM accounts_users u WHERE )sql";

struct UserRow {
  long long id = 0, verified_at = 0, created_at = 0, disabled_at = 0, privacy = 0;
  std::string language, roles;
  User user;

  User take() {
    user.id = UserId{id};
    user.email_verified = verified_at != 0;
    user.created_at = time_from_sql(created_at);
    if (disabled_at != 0) user.disabled_at = time_from_sql(disabled_at);
    if (privacy != 0) user.privacy_accepted = time_from_sql(privacy);
    user.language = language == "ru" ? Language::Russian : Language::English;
    user.roles = split_roles(roles);
    return std::move(user);
  }
};

template <typename Key>
std::optional<User> select_user(Transaction& tx, const std::string& condition, const Key& key) {
  UserRow row;
  auto& user = row.user;
  tx.sql() << kSelectUser + condition, soci::use(key, "key"), soci::into(row.id), soci::into(user.name),
      soci::into(user.email), soci::into(row.verified_at), soci::into(user.password_hash), soci::into(user.full_name),
      soci::into(user.phone), soci::into(user.bio), soci::into(user.picture), soci::into(user.picture_small),
      soci::into(row.language), soci::into(row.created_at), soci::into(row.disabled_at), soci::into(row.privacy),
      soci::into(row.roles);
  if (!tx.sql().got_data()) return std::nullopt;
  return row.take();
}

}  // namespace

std::vector<std::string> split_roles(const std::string& joined) {
  std::vector<std::string> roles;
  std::istringstream in(joined);
  for (std::string role; std::getline(in, role, ',');) roles.push_back(role);
  return roles;
}

std::optional<UserId> SqlUserRepository::add(Transaction& tx, const NewUser& user, Time now) const {
  const auto created = to_sql(now), privacy = to_sql(user.privacy_accepted.value_or(Time{}));
  const std::string language(code_of(user.language));
  auto email = present(!user.email.empty()), verified = present(user.email_verified),
       accepted = present(user.privacy_accepted.has_value());
  const bool added = unless_taken([&] {
    tx.sql() << R"sql(
        INSERT INTO accounts_users (name, name_key, email, email_key, email_verified_at, password_hash, language,
                                    created_at, privacy_accepted_at)
        VALUES (:name, :name_key, :email, :email_key, :verified, :hash, :language, :created, :privacy))sql",
        soci::use(user.name, "name"), soci::use(user.name_key, "name_key"), soci::use(user.email, email, "email"),
        soci::use(user.email_key, email, "email_key"), soci::use(created, verified, "verified"),
        soci::use(user.password_hash, "hash"), soci::use(language, "language"), soci::use(created, "created"),
        soci::use(privacy, accepted, "privacy");
  });
  if (!added) return std::nullopt;
  const auto id = last_insert_id<UserId>(tx);
  add_role(tx, id, user.role);
  search_.put(tx, kUserRecord, to_sql(id), {user.name, user.email});
  return id;
}

std::optional<User> SqlUserRepository::find(Transaction& tx, UserId id) const {
  return select_user(tx, "u.id = :key", to_sql(id));
}

std::optional<User> SqlUserRepository::find_by_name(Transaction& tx, const std::string& name_key) const {
  return select_user(tx, "u.name_key = :key", name_key);
}

std::optional<User> SqlUserRepository::find_by_email(Transaction& tx, const std::string& email_key) const {
  return select_user(tx, "u.email_key = :key", email_key);
}

bool SqlUserRepository::lock(Transaction& tx, UserId id) const {
  const auto key = to_sql(id);
  soci::statement update =
      (tx.sql().prepare << "UPDATE accounts_users SET version = version WHERE id = :id", soci::use(key, "id"));
  return affected_rows(update) == 1;
}

void SqlUserRepository::set_password(Transaction& tx, UserId id, const std::string& hash) const {
  const auto key = to_sql(id);
  tx.sql() << "UPDATE accounts_users SET password_hash = :hash, version = version + 1 WHERE id = :id",
      soci::use(hash, "hash"), soci::use(key, "id");
}

void SqlUserRepository::upgrade_password(Transaction& tx, UserId id, const std::string& old_hash,
                                         const std::string& hash) const {
  const auto key = to_sql(id);
  tx.sql() << "UPDATE accounts_users SET password_hash = :hash WHERE id = :id AND password_hash = :old",
      soci::use(hash, "hash"), soci::use(key, "id"), soci::use(old_hash, "old");
}

bool SqlUserRepository::set_name(Transaction& tx, UserId id, const std::string& name,
                                 const std::string& name_key) const {
  const auto key = to_sql(id);
  const bool set = unless_taken([&] {
    tx.sql() << "UPDATE accounts_users SET name = :name, name_key = :key, version = version + 1 WHERE id = :id",
        soci::use(name, "name"), soci::use(name_key, "key"), soci::use(key, "id");
  });
  if (set) index(tx, id);
  return set;
}

bool SqlUserRepository::set_email(Transaction& tx, UserId id, const std::string& email, const std::string& email_key,
                                  std::optional<Time> verified_at) const {
  const auto key = to_sql(id), verified = to_sql(verified_at.value_or(Time{}));
  auto email_there = present(!email.empty()), verified_there = present(verified_at.has_value());
  const bool set = unless_taken([&] {
    tx.sql() << R"sql(
        UPDATE accounts_users SET email = :email, email_key = :key, email_verified_at = :verified, version = version + 1
         WHERE id = :id)sql",
        soci::use(email, email_there, "email"), soci::use(email_key, email_there, "key"),
        soci::use(verified, verified_there, "verified"), soci::use(key, "id");
  });
  if (set) index(tx, id);
  return set;
}

bool SqlUserRepository::verify_email(Transaction& tx, UserId id, const std::string& email_key, Time now) const {
  const auto key = to_sql(id), when = to_sql(now);
  soci::statement update = (tx.sql().prepare << R"sql(
      UPDATE accounts_users SET email_verified_at = :now, version = version + 1
       WHERE id = :id AND email_key = :email AND email_verified_at IS NULL)sql",
                            soci::use(when, "now"), soci::use(key, "id"), soci::use(email_key, "email"));
  return affected_rows(update) == 1;
}

void SqlUserRepository::set_profile(Transaction& tx, UserId id, const std::string& full_name, const std::string& phone,
                                    const std::string& bio) const {
  const auto key = to_sql(id);
  tx.sql() << R"sql(
      UPDATE accounts_users SET full_name = :full_name, phone = :phone, bio = :bio, version = version + 1
       WHERE id = :id)sql",
      soci::use(full_name, "full_name"), soci::use(phone, "phone"), soci::use(bio, "bio"), soci::use(key, "id");
  index(tx, id);
}

void SqlUserRepository::set_picture(Transaction& tx, UserId id, const std::string& picture,
                                    const std::string& picture_small) const {
  const auto key = to_sql(id);
  tx.sql() << R"sql(
      UPDATE accounts_users SET picture = :picture, picture_small = :small, version = version + 1
       WHERE id = :id)sql",
      soci::use(picture, "picture"), soci::use(picture_small, "small"), soci::use(key, "id");
}

void SqlUserRepository::set_disabled(Transaction& tx, UserId id, std::optional<Time> at) const {
  const auto key = to_sql(id), when = to_sql(at.value_or(Time{}));
  auto there = present(at.has_value());
  tx.sql() << "UPDATE accounts_users SET disabled_at = :at, version = version + 1 WHERE id = :id",
      soci::use(when, there, "at"), soci::use(key, "id");
}

bool SqlUserRepository::add_role(Transaction& tx, UserId id, std::string_view role) const {
  const auto key = to_sql(id);
  const std::string name(role);
  soci::statement insert = (tx.sql().prepare << R"sql(
      INSERT INTO accounts_roles (user_id, role) SELECT u.id, :role FROM accounts_users u
       WHERE u.id = :id AND NOT EXISTS (SELECT 1 FROM accounts_roles r WHERE r.user_id = u.id AND r.role = :role))sql",
                            soci::use(name, "role"), soci::use(key, "id"));
  return affected_rows(insert) == 1;
}

bool SqlUserRepository::remove_role(Transaction& tx, UserId id, std::string_view role) const {
  const auto key = to_sql(id);
  const std::string name(role);
  soci::statement remove = (tx.sql().prepare << "DELETE FROM accounts_roles WHERE user_id = :id AND role = :role",
                            soci::use(key, "id"), soci::use(name, "role"));
  return affected_rows(remove) == 1;
}

bool SqlUserRepository::remove(Transaction& tx, UserId id) const {
  const auto key = to_sql(id);
  soci::statement remove = (tx.sql().prepare << "DELETE FROM accounts_users WHERE id = :id", soci::use(key, "id"));
  search_.remove(tx, kUserRecord, to_sql(id));
  return affected_rows(remove) == 1;
}

void SqlUserRepository::index(Transaction& tx, UserId id) const {
  const auto key = to_sql(id);
  std::string name, email, full_name;
  tx.sql() << "SELECT name, COALESCE(email, ''), full_name FROM accounts_users WHERE id = :id", soci::use(key, "id"),
      soci::into(name), soci::into(email), soci::into(full_name);
  if (tx.sql().got_data()) search_.put(tx, kUserRecord, to_sql(id), {name, email, full_name});
}

}  // namespace accounts
