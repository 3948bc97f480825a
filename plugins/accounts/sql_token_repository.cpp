#include "sql_token_repository.hpp"

#include <callboard/sql.hpp>

#include "sql_user_repository.hpp"

namespace accounts {

using namespace callboard;

namespace {

class FindBearer : public Kept {
 public:
  explicit FindBearer(Transaction& tx)
      : statement_((tx.sql().prepare << SqlTokenRepository::bearer_statement(), soci::use(id_, "id"),
                    soci::use(user_, "user"), soci::into(name_), soci::into(roles_))) {}

  std::optional<TokenBearer> execute(const TokenClaims& token) {
    id_ = token.id;
    user_ = token.subject;
    if (!statement_.execute(true)) return std::nullopt;
    return TokenBearer{UserId{user_}, name_, split_roles(roles_)};
  }

 private:
  std::string id_, name_, roles_;
  long long user_ = 0;
  soci::statement statement_;
};

}  // namespace

const char* SqlTokenRepository::bearer_statement() {
  return R"sql(
      SELECT u.name, COALESCE((SELECT GROUP_CONCAT(r.role) FROM accounts_roles r WHERE r.user_id = u.id), '')
        FROM accounts_tokens t JOIN accounts_users u ON u.id = t.user_id
       WHERE t.jti = :id AND t.user_id = :user AND t.revoked_at IS NULL AND u.disabled_at IS NULL)sql";
}

void SqlTokenRepository::add(Transaction& tx, const TokenClaims& token, const Client& from, Time now) const {
  const long long user = token.subject, issued = to_sql(now), expires = to_sql(token.expires);
  tx.sql() << R"sql(
      INSERT INTO accounts_tokens (jti, user_id, issued_at, expires_at, address, agent)
      VALUES (:id, :user, :issued, :expires, :address, :agent))sql",
      soci::use(token.id, "id"), soci::use(user, "user"), soci::use(issued, "issued"), soci::use(expires, "expires"),
      soci::use(from.address, "address"), soci::use(from.agent, "agent");
}

std::optional<TokenBearer> SqlTokenRepository::bearer(Transaction& tx, const TokenClaims& token) const {
  return tx.kept<FindBearer>().execute(token);
}

long long SqlTokenRepository::revoke_all(Transaction& tx, UserId user, Time now) const {
  const auto owner = to_sql(user), when = to_sql(now);
  soci::statement revoke = (tx.sql().prepare << R"sql(
      UPDATE accounts_tokens SET revoked_at = :now WHERE user_id = :user AND revoked_at IS NULL)sql",
                            soci::use(when, "now"), soci::use(owner, "user"));
  return affected_rows(revoke);
}

long long SqlTokenRepository::sweep(Transaction& tx, Time now, int most) const {
  return erase_oldest(tx, "accounts_tokens", "jti", "expires_at", now, most);
}

}  // namespace accounts
