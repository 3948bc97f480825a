#include "sql_code_repository.hpp"

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

bool SqlCodeRepository::put(Transaction& tx, UserId user, const std::string& code, Time now, Time expires) const {
  const auto user_id = to_sql(user), at = to_sql(now), until = to_sql(expires);
  remove_of(tx, user);
  tx.sql() << "DELETE FROM key_cabinet_codes WHERE code = :code AND expires_at <= :now", soci::use(code, "code"),
      soci::use(at, "now");
  return unless_taken([&] {
    tx.sql() << "INSERT INTO key_cabinet_codes (code, user_id, expires_at) VALUES (:code, :user, :until)",
        soci::use(code, "code"), soci::use(user_id, "user"), soci::use(until, "until");
  });
}

// The update locks the row, on both engines: of two cabinets that are given one code, the second waits here for what
// the first makes of it.
std::optional<CodeOwner> SqlCodeRepository::lock(Transaction& tx, const std::string& code, Time now) const {
  const auto at = to_sql(now);
  soci::statement update = (tx.sql().prepare << R"sql(
      UPDATE key_cabinet_codes SET expires_at = expires_at WHERE code = :code AND expires_at > :now)sql",
                            soci::use(code, "code"), soci::use(at, "now"));
  if (affected_rows(update) == 0) return std::nullopt;

  long long user = 0;
  std::string serial;
  soci::indicator has_serial{};
  tx.sql() << R"sql(
      SELECT c.user_id, h.serial FROM key_cabinet_codes c LEFT JOIN key_cabinet_holders h ON h.user_id = c.user_id
       WHERE c.code = :code)sql",
      soci::use(code, "code"), soci::into(user), soci::into(serial, has_serial);
  return CodeOwner{UserId{user}, has_serial == soci::i_null ? std::nullopt : std::optional(serial)};
}

void SqlCodeRepository::remove(Transaction& tx, const std::string& code) const {
  tx.sql() << "DELETE FROM key_cabinet_codes WHERE code = :code", soci::use(code, "code");
}

bool SqlCodeRepository::is_holder(Transaction& tx, UserId user) const {
  const auto user_id = to_sql(user);
  long long found = 0;
  tx.sql() << "SELECT COUNT(*) FROM key_cabinet_holders WHERE user_id = :user AND serial IS NOT NULL",
      soci::use(user_id, "user"), soci::into(found);
  return found > 0;
}

void SqlCodeRepository::remove_of(Transaction& tx, UserId user) const {
  const auto user_id = to_sql(user);
  tx.sql() << "DELETE FROM key_cabinet_codes WHERE user_id = :user", soci::use(user_id, "user");
}

long long SqlCodeRepository::remove_expired(Transaction& tx, Time now, int most) const {
  return erase_oldest(tx, "key_cabinet_codes", "code", "expires_at", now, most);
}

}  // namespace key_cabinet
