#include "sql_totp_repository.hpp"

#include <callboard/sql.hpp>

namespace accounts {

using namespace callboard;

bool SqlTotpRepository::add(Transaction& tx, UserId user, const KeptTotp& totp, Time now) const {
  const auto owner = to_sql(user), when = to_sql(now);
  const auto step = static_cast<long long>(totp.last_step);
  return unless_taken([&] {
    tx.sql() << R"sql(
        INSERT INTO accounts_totp (user_id, secret, created_at, confirmed_at, last_step)
        VALUES (:user, :secret, :now, :now, :step))sql",
        soci::use(owner, "user"), soci::use(totp.sealed_secret, "secret"), soci::use(when, "now"),
        soci::use(step, "step");
  });
}

const char* SqlTotpRepository::find_statement() {
  return "SELECT secret, last_step FROM accounts_totp WHERE user_id = :user AND confirmed_at IS NOT NULL";
}

std::optional<KeptTotp> SqlTotpRepository::find(Transaction& tx, UserId user) const {
  const auto owner = to_sql(user);
  std::string secret;
  long long step = 0;
  tx.sql() << find_statement(), soci::use(owner, "user"), soci::into(secret), soci::into(step);
  if (!tx.sql().got_data()) return std::nullopt;
  return KeptTotp{secret, step};
}

bool SqlTotpRepository::use_step(Transaction& tx, UserId user, std::int64_t step) const {
  const auto owner = to_sql(user);
  const auto used = static_cast<long long>(step);
  soci::statement update =
      (tx.sql().prepare << "UPDATE accounts_totp SET last_step = :step WHERE user_id = :user AND last_step < :step",
       soci::use(used, "step"), soci::use(owner, "user"));
  return affected_rows(update) == 1;
}

void SqlTotpRepository::reseal(Transaction& tx, UserId user, const std::string& sealed_secret) const {
  const auto owner = to_sql(user);
  tx.sql() << "UPDATE accounts_totp SET secret = :secret WHERE user_id = :user", soci::use(sealed_secret, "secret"),
      soci::use(owner, "user");
}

bool SqlTotpRepository::remove(Transaction& tx, UserId user) const {
  const auto owner = to_sql(user);
  soci::statement remove =
      (tx.sql().prepare << "DELETE FROM accounts_totp WHERE user_id = :user", soci::use(owner, "user"));
  return affected_rows(remove) == 1;
}

void SqlRecoveryCodeRepository::replace(Transaction& tx, UserId user, const std::vector<std::string>& hashes) const {
  remove_all(tx, user);
  const auto owner = to_sql(user);
  std::string hash;
  soci::statement insert =
      (tx.sql().prepare << "INSERT INTO accounts_recovery_codes (user_id, code_hash) VALUES (:user, :hash)",
       soci::use(owner, "user"), soci::use(hash, "hash"));
  for (const auto& each : hashes) {
    hash = each;
    insert.execute(true);
  }
}

void SqlRecoveryCodeRepository::remove_all(Transaction& tx, UserId user) const {
  const auto owner = to_sql(user);
  tx.sql() << "DELETE FROM accounts_recovery_codes WHERE user_id = :user", soci::use(owner, "user");
}

const char* SqlRecoveryCodeRepository::use_statement() {
  return R"sql(
      UPDATE accounts_recovery_codes SET used_at = :now
       WHERE user_id = :user AND code_hash = :hash AND used_at IS NULL)sql";
}

bool SqlRecoveryCodeRepository::use(Transaction& tx, UserId user, const std::string& hash, Time now) const {
  const auto owner = to_sql(user), when = to_sql(now);
  soci::statement update =
      (tx.sql().prepare << use_statement(), soci::use(when, "now"), soci::use(owner, "user"), soci::use(hash, "hash"));
  return affected_rows(update) == 1;
}

const char* SqlRecoveryCodeRepository::left_statement() {
  return "SELECT COUNT(*) FROM accounts_recovery_codes WHERE user_id = :user AND used_at IS NULL";
}

int SqlRecoveryCodeRepository::left(Transaction& tx, UserId user) const {
  const auto owner = to_sql(user);
  long long count = 0;
  tx.sql() << left_statement(), soci::use(owner, "user"), soci::into(count);
  return static_cast<int>(count);
}

}  // namespace accounts
