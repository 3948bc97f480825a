#include "sql_link_repository.hpp"

#include <callboard/sql.hpp>

#include "sql_present.hpp"

namespace accounts {

using namespace callboard;

namespace {

struct LinkRow {
  long long user = 0, created_by = 0, created = 0, expires = 0;
  Link link;

  Link value(LinkPurpose purpose) const {
    Link made = link;
    made.purpose = purpose;
    if (user != 0) made.user = UserId{user};
    if (created_by != 0) made.created_by = UserId{created_by};
    made.created_at = time_from_sql(created);
    made.expires_at = time_from_sql(expires);
    return made;
  }
};

constexpr const char* kSelect = R"sql(
    SELECT token_hash, COALESCE(user_id, 0), email, email_key, role, COALESCE(created_by, 0), created_at, expires_at
      FROM accounts_links WHERE purpose = :purpose AND expires_at > :now)sql";

}  // namespace

void SqlLinkRepository::add(Transaction& tx, const Link& link) const {
  const std::string purpose(name_of(link.purpose));
  const auto user = to_sql(link.user.value_or(UserId{})), created_by = to_sql(link.created_by.value_or(UserId{})),
             created = to_sql(link.created_at), expires = to_sql(link.expires_at);
  auto has_user = present(link.user.has_value()), has_creator = present(link.created_by.has_value());
  tx.sql() << R"sql(
      INSERT INTO accounts_links (token_hash, purpose, user_id, email, email_key, role, created_by, created_at,
                                  expires_at)
      VALUES (:hash, :purpose, :user, :email, :email_key, :role, :created_by, :created, :expires))sql",
      soci::use(link.token_hash, "hash"), soci::use(purpose, "purpose"), soci::use(user, has_user, "user"),
      soci::use(link.email, "email"), soci::use(link.email_key, "email_key"), soci::use(link.role, "role"),
      soci::use(created_by, has_creator, "created_by"), soci::use(created, "created"), soci::use(expires, "expires");
}

namespace {

template <typename Key>
std::optional<Link> select_link(Transaction& tx, LinkPurpose purpose, const char* condition, const Key& key, Time now) {
  const std::string name(name_of(purpose));
  const auto when = to_sql(now);
  LinkRow row;
  tx.sql() << kSelect << condition, soci::use(name, "purpose"), soci::use(when, "now"), soci::use(key, "key"),
      soci::into(row.link.token_hash), soci::into(row.user), soci::into(row.link.email), soci::into(row.link.email_key),
      soci::into(row.link.role), soci::into(row.created_by), soci::into(row.created), soci::into(row.expires);
  if (!tx.sql().got_data()) return std::nullopt;
  return row.value(purpose);
}

}  // namespace

std::optional<Link> SqlLinkRepository::find(Transaction& tx, LinkPurpose purpose, const std::string& token_hash,
                                            Time now) const {
  return select_link(tx, purpose, " AND token_hash = :key", token_hash, now);
}

std::optional<Link> SqlLinkRepository::find_of(Transaction& tx, UserId user, LinkPurpose purpose, Time now) const {
  return select_link(tx, purpose, " AND user_id = :key", to_sql(user), now);
}

bool SqlLinkRepository::remove(Transaction& tx, const std::string& token_hash) const {
  soci::statement remove =
      (tx.sql().prepare << "DELETE FROM accounts_links WHERE token_hash = :hash", soci::use(token_hash, "hash"));
  return affected_rows(remove) == 1;
}

void SqlLinkRepository::remove_all(Transaction& tx, UserId user, LinkPurpose purpose) const {
  const auto owner = to_sql(user);
  const std::string name(name_of(purpose));
  tx.sql() << "DELETE FROM accounts_links WHERE user_id = :user AND purpose = :purpose", soci::use(owner, "user"),
      soci::use(name, "purpose");
}

void SqlLinkRepository::remove_all(Transaction& tx, UserId user) const {
  const auto owner = to_sql(user);
  tx.sql() << "DELETE FROM accounts_links WHERE user_id = :user", soci::use(owner, "user");
}

void SqlLinkRepository::remove_all(Transaction& tx, LinkPurpose purpose, const std::string& email_key) const {
  const std::string name(name_of(purpose));
  tx.sql() << "DELETE FROM accounts_links WHERE purpose = :purpose AND email_key = :email AND user_id IS NULL",
      soci::use(name, "purpose"), soci::use(email_key, "email");
}

std::vector<Link> SqlLinkRepository::list(Transaction& tx, LinkPurpose purpose, Time now, int most) const {
  const std::string name(name_of(purpose));
  const auto when = to_sql(now);
  LinkRow row;
  soci::statement select =
      (tx.sql().prepare << kSelect << " ORDER BY created_at DESC LIMIT :most", soci::use(name, "purpose"),
       soci::use(when, "now"), soci::use(most, "most"), soci::into(row.link.token_hash), soci::into(row.user),
       soci::into(row.link.email), soci::into(row.link.email_key), soci::into(row.link.role),
       soci::into(row.created_by), soci::into(row.created), soci::into(row.expires));
  select.execute();
  std::vector<Link> links;
  while (select.fetch()) links.push_back(row.value(purpose));
  return links;
}

long long SqlLinkRepository::sweep(Transaction& tx, Time now, int most) const {
  return erase_oldest(tx, "accounts_links", "token_hash", "expires_at", now, most);
}

}  // namespace accounts
