// SqlCabinetRepository's part for many credentials at once: one statement on MySQL.
#include <nlohmann/json.hpp>

#include <callboard/sql.hpp>

#include "sql_cabinet_repository.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

using Found = std::vector<std::optional<KnownCabinet>>;

class FindMany : public Kept {
 public:
  FindMany(Transaction& tx, const char* text)
      : statement_((tx.sql().prepare << text, soci::use(batch_, "batch"), soci::use(at_, "at"), soci::into(number_),
                    soci::into(id_), soci::into(name_))) {}

  Found execute(const json& credentials, Time now) {
    batch_ = credentials.dump();
    at_ = to_sql(now);
    Found found(credentials.size());
    statement_.execute();
    while (statement_.fetch()) found[static_cast<std::size_t>(number_ - 1)] = KnownCabinet{CabinetId{id_}, name_};
    return found;
  }

 private:
  std::string batch_, name_;
  long long at_ = 0, number_ = 0, id_ = 0;
  soci::statement statement_;
};

struct FindTokens : FindMany {
  explicit FindTokens(Transaction& tx) : FindMany(tx, SqlCabinetRepository::tokens_statement()) {}
};

struct FindCertificates : FindMany {
  explicit FindCertificates(Transaction& tx) : FindMany(tx, SqlCabinetRepository::certificates_statement()) {}
};

}  // namespace

const char* SqlCabinetRepository::tokens_statement() {
  return R"sql(
      SELECT q.number, c.id, c.name
        FROM JSON_TABLE(:batch, '$[*]' COLUMNS (
               number FOR ORDINALITY, jti VARCHAR(32) CHARACTER SET utf8mb4 PATH '$[0]',
               cabinet_id BIGINT PATH '$[1]')) q
        JOIN key_cabinet_tokens t ON t.jti = q.jti AND t.cabinet_id = q.cabinet_id
        JOIN key_cabinet_cabinets c ON c.id = t.cabinet_id
       WHERE t.revoked_at IS NULL OR t.revoked_at > :at)sql";
}

const char* SqlCabinetRepository::certificates_statement() {
  return R"sql(
      SELECT q.number, c.id, c.name
        FROM JSON_TABLE(:batch, '$[*]' COLUMNS (
               number FOR ORDINALITY, serial VARCHAR(64) CHARACTER SET utf8mb4 PATH '$[0]')) q
        JOIN key_cabinet_certificates t ON t.serial = q.serial
        JOIN key_cabinet_cabinets c ON c.id = t.cabinet_id
       WHERE t.expires_at > :at AND (t.revoked_at IS NULL OR t.revoked_at > :at))sql";
}

// The usual one is the only one, and has the shorter statement.
Found SqlCabinetRepository::by_tokens(Transaction& tx, const std::vector<DeviceToken>& tokens, Time now) const {
  if (tx.engine() == Engine::Mysql && tokens.size() > 1) {
    auto credentials = json::array();
    for (const auto& token : tokens) credentials.push_back({token.jti, to_sql(token.cabinet)});
    return tx.kept<FindTokens>().execute(credentials, now);
  }
  Found found;
  for (const auto& token : tokens) found.push_back(by_token(tx, token, now));
  return found;
}

Found SqlCabinetRepository::by_certificates(Transaction& tx, const std::vector<std::string>& serials, Time now) const {
  if (tx.engine() == Engine::Mysql && serials.size() > 1) {
    auto credentials = json::array();
    for (const auto& serial : serials) credentials.push_back(json::array({serial}));
    return tx.kept<FindCertificates>().execute(credentials, now);
  }
  Found found;
  for (const auto& serial : serials) found.push_back(by_certificate(tx, serial, now));
  return found;
}

}  // namespace key_cabinet
