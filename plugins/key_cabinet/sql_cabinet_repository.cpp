#include "sql_cabinet_repository.hpp"

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

class FindToken : public Kept {
 public:
  explicit FindToken(Transaction& tx)
      : statement_((tx.sql().prepare << SqlCabinetRepository::token_statement(), soci::use(jti_, "jti"),
                    soci::use(cabinet_, "cabinet"), soci::into(name_))) {}

  std::optional<std::string> execute(const DeviceToken& token) {
    jti_ = token.jti;
    cabinet_ = to_sql(token.cabinet);
    if (!statement_.execute(true)) return std::nullopt;
    return name_;
  }

 private:
  std::string jti_;
  long long cabinet_ = 0;
  std::string name_;
  soci::statement statement_;
};

std::vector<Cabinet> matching(Transaction& tx, const std::string& name, Time now) {
  const auto when = to_sql(now);
  long long id = 0, trusted = 0;
  std::string found;
  soci::statement select =
      (tx.sql().prepare << R"sql(
      SELECT c.id, c.name, EXISTS (SELECT 1 FROM key_cabinet_tokens t
                                    WHERE t.cabinet_id = c.id AND t.revoked_at IS NULL AND t.expires_at > :now)
        FROM key_cabinet_cabinets c WHERE :name = '' OR c.name = :name ORDER BY c.name)sql",
       soci::use(when, "now"), soci::use(name, "name"), soci::into(id), soci::into(found), soci::into(trusted));
  select.execute();
  std::vector<Cabinet> cabinets;
  while (select.fetch()) cabinets.push_back({CabinetId{id}, found, trusted != 0});
  return cabinets;
}

}  // namespace

const char* SqlCabinetRepository::token_statement() {
  return R"sql(
      SELECT c.name FROM key_cabinet_tokens t JOIN key_cabinet_cabinets c ON c.id = t.cabinet_id
       WHERE t.jti = :jti AND t.cabinet_id = :cabinet AND t.revoked_at IS NULL)sql";
}

CabinetId SqlCabinetRepository::find_or_add(Transaction& tx, const std::string& name, Time now) const {
  if (const auto cabinet = find(tx, name, now)) return cabinet->id;
  const auto when = to_sql(now);
  tx.sql() << "INSERT INTO key_cabinet_cabinets (name, enrolled_at) VALUES (:name, :at)", soci::use(name, "name"),
      soci::use(when, "at");
  return find(tx, name, now).value().id;
}

// An update locks its row until the end of the transaction, on both engines; there is no FOR UPDATE on SQLite.
void SqlCabinetRepository::lock(Transaction& tx, CabinetId cabinet) const {
  const auto id = to_sql(cabinet);
  tx.sql() << "UPDATE key_cabinet_cabinets SET enrolled_at = enrolled_at WHERE id = :id", soci::use(id, "id");
}

std::optional<Cabinet> SqlCabinetRepository::find(Transaction& tx, const std::string& name, Time now) const {
  auto cabinets = matching(tx, name, now);
  if (cabinets.empty()) return std::nullopt;
  return std::move(cabinets.front());
}

std::vector<Cabinet> SqlCabinetRepository::all(Transaction& tx, Time now) const { return matching(tx, "", now); }

void SqlCabinetRepository::add_token(Transaction& tx, const DeviceToken& token, Time now) const {
  const auto cabinet = to_sql(token.cabinet), issued = to_sql(now), expires = to_sql(token.expires);
  tx.sql() << R"sql(
      INSERT INTO key_cabinet_tokens (jti, cabinet_id, issued_at, expires_at)
      VALUES (:jti, :cabinet, :issued, :expires))sql",
      soci::use(token.jti, "jti"), soci::use(cabinet, "cabinet"), soci::use(issued, "issued"),
      soci::use(expires, "expires");
}

long long SqlCabinetRepository::revoke_tokens(Transaction& tx, CabinetId cabinet, Time now) const {
  const auto id = to_sql(cabinet), when = to_sql(now);
  soci::statement revoke = (tx.sql().prepare << R"sql(
      UPDATE key_cabinet_tokens SET revoked_at = :now
       WHERE cabinet_id = :cabinet AND revoked_at IS NULL)sql",
                            soci::use(when, "now"), soci::use(id, "cabinet"));
  return affected_rows(revoke);
}

std::optional<std::string> SqlCabinetRepository::name_by_token(Transaction& tx, const DeviceToken& token) const {
  return tx.kept<FindToken>().execute(token);
}

}  // namespace key_cabinet
