#include "sql_pending_repository.hpp"

#include <callboard/crypto.hpp>
#include <callboard/sql.hpp>

namespace accounts {

using namespace callboard;

std::string SqlPendingRepository::add(Transaction& tx, const Pending& pending, Time expires) const {
  const auto token = random_token();
  const auto hash = sha256_hex(token);
  const auto user = to_sql(pending.user.value_or(UserId{})), until = to_sql(expires);
  auto known = pending.user ? soci::i_ok : soci::i_null;
  tx.sql() << R"sql(
      INSERT INTO accounts_pending (token_hash, purpose, user_id, data, expires_at)
      VALUES (:hash, :purpose, :user, :data, :expires))sql",
      soci::use(hash, "hash"), soci::use(pending.purpose, "purpose"), soci::use(user, known, "user"),
      soci::use(pending.data, "data"), soci::use(until, "expires");
  return token;
}

std::optional<Pending> SqlPendingRepository::find(Transaction& tx, std::string_view purpose, std::string_view token,
                                                  Time now) const {
  const auto hash = sha256_hex(token);
  const auto when = to_sql(now);
  Pending pending{std::string(purpose), {}, {}};
  long long user = 0;
  tx.sql() << R"sql(
      SELECT COALESCE(user_id, 0), data FROM accounts_pending
       WHERE token_hash = :hash AND purpose = :purpose AND expires_at > :now)sql",
      soci::use(hash, "hash"), soci::use(pending.purpose, "purpose"), soci::use(when, "now"), soci::into(user),
      soci::into(pending.data);
  if (!tx.sql().got_data()) return std::nullopt;
  if (user != 0) pending.user = UserId{user};
  return pending;
}

std::vector<PendingRepository::Listed> SqlPendingRepository::list(Transaction& tx, std::string_view purpose, Time now,
                                                                  int most) const {
  const std::string name(purpose);
  const auto when = to_sql(now);
  long long user = 0;
  Listed listed{{}, {name, {}, {}}};
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT token_hash, COALESCE(user_id, 0), data FROM accounts_pending
       WHERE purpose = :purpose AND expires_at > :now ORDER BY expires_at LIMIT :most)sql",
                            soci::use(name, "purpose"), soci::use(when, "now"), soci::use(most, "most"),
                            soci::into(listed.token_hash), soci::into(user), soci::into(listed.pending.data));
  select.execute();
  std::vector<Listed> all;
  while (select.fetch()) {
    listed.pending.user = user == 0 ? std::nullopt : std::optional(UserId{user});
    all.push_back(listed);
  }
  return all;
}

bool SqlPendingRepository::remove(Transaction& tx, std::string_view token) const {
  return remove_by_hash(tx, sha256_hex(token));
}

bool SqlPendingRepository::remove_by_hash(Transaction& tx, const std::string& token_hash) const {
  soci::statement remove =
      (tx.sql().prepare << "DELETE FROM accounts_pending WHERE token_hash = :hash", soci::use(token_hash, "hash"));
  return affected_rows(remove) == 1;
}

void SqlPendingRepository::remove_all(Transaction& tx, UserId user) const {
  const auto owner = to_sql(user);
  tx.sql() << "DELETE FROM accounts_pending WHERE user_id = :user", soci::use(owner, "user");
}

long long SqlPendingRepository::sweep(Transaction& tx, Time now, int most) const {
  return erase_oldest(tx, "accounts_pending", "token_hash", "expires_at", now, most);
}

}  // namespace accounts
