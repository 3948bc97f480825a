#include "sql_imports.hpp"

#include <callboard/sql.hpp>

namespace theatre_admin {

using namespace callboard;

namespace {

constexpr int kMostSwept = 100;

}  // namespace

void SqlImports::put(Transaction& tx, const WaitingImport& waiting) {
  const auto user = to_sql(waiting.user), at = to_sql(waiting.created_at);
  tx.sql() << "DELETE FROM theatre_admin_imports WHERE user_id = :user AND resource = :resource",
      soci::use(user, "user"), soci::use(waiting.resource, "resource");
  tx.sql() << R"sql(
      INSERT INTO theatre_admin_imports (token_hash, resource, user_id, created_at, plan_hash, content)
      VALUES (:token, :resource, :user, :at, :plan, :content))sql",
      soci::use(waiting.token_hash, "token"), soci::use(waiting.resource, "resource"), soci::use(user, "user"),
      soci::use(at, "at"), soci::use(waiting.plan_hash, "plan"), soci::use(waiting.content, "content");
}

std::optional<WaitingImport> SqlImports::find(Transaction& tx, const std::string& token_hash) {
  WaitingImport found{token_hash, {}, {}, {}, {}, {}};
  long long user = 0, at = 0;
  tx.sql() << R"sql(
      SELECT resource, user_id, created_at, plan_hash, content FROM theatre_admin_imports
       WHERE token_hash = :token)sql",
      soci::use(token_hash, "token"), soci::into(found.resource), soci::into(user), soci::into(at),
      soci::into(found.plan_hash), soci::into(found.content);
  if (!tx.sql().got_data()) return std::nullopt;
  found.user = UserId{user};
  found.created_at = time_from_sql(at);
  return found;
}

void SqlImports::set_plan(Transaction& tx, const std::string& token_hash, const std::string& plan_hash) {
  tx.sql() << "UPDATE theatre_admin_imports SET plan_hash = :plan WHERE token_hash = :token",
      soci::use(plan_hash, "plan"), soci::use(token_hash, "token");
}

bool SqlImports::remove(Transaction& tx, const std::string& token_hash) {
  soci::statement erase = (tx.sql().prepare << "DELETE FROM theatre_admin_imports WHERE token_hash = :token",
                           soci::use(token_hash, "token"));
  return affected_rows(erase) == 1;
}

long long SqlImports::remove_until(Transaction& tx, Time until) {
  return erase_oldest(tx, "theatre_admin_imports", "id", "created_at", until, kMostSwept);
}

}  // namespace theatre_admin
