#include "sql_cabinet_repository.hpp"

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

class FindToken : public Kept {
 public:
  explicit FindToken(Transaction& tx)
      : statement_((tx.sql().prepare << SqlCabinetRepository::token_statement(), soci::use(jti_, "jti"),
                    soci::use(cabinet_, "cabinet"), soci::use(at_, "at"), soci::into(name_))) {}

  std::optional<KnownCabinet> execute(const DeviceToken& token, Time now) {
    jti_ = token.jti;
    cabinet_ = to_sql(token.cabinet);
    at_ = to_sql(now);
    if (!statement_.execute(true)) return std::nullopt;
    return KnownCabinet{token.cabinet, name_};
  }

 private:
  std::string jti_;
  long long cabinet_ = 0, at_ = 0;
  std::string name_;
  soci::statement statement_;
};

class FindCertificate : public Kept {
 public:
  explicit FindCertificate(Transaction& tx)
      : statement_((tx.sql().prepare << SqlCabinetRepository::certificate_statement(), soci::use(serial_, "serial"),
                    soci::use(at_, "at"), soci::into(id_), soci::into(name_))) {}

  std::optional<KnownCabinet> execute(const std::string& serial, Time now) {
    serial_ = serial;
    at_ = to_sql(now);
    if (!statement_.execute(true)) return std::nullopt;
    return KnownCabinet{CabinetId{id_}, name_};
  }

 private:
  std::string serial_;
  long long at_ = 0, id_ = 0;
  std::string name_;
  soci::statement statement_;
};

std::optional<Time> time_or_none(long long time) {
  return time == 0 ? std::nullopt : std::optional(time_from_sql(time));
}

// `which` is a condition of ours. 0 stands for "never": no time of ours is that old.
std::vector<Cabinet> matching(Transaction& tx, const std::string& which, const std::string& name, long long of,
                              Time now) {
  const std::string holds =
      " WHERE x.cabinet_id = c.id AND x.expires_at > :now AND "
      "(x.revoked_at IS NULL OR x.revoked_at > :now)), 0)";
  const auto until = [&](const std::string& table) {
    return "COALESCE((SELECT MAX(COALESCE(x.revoked_at, x.expires_at)) FROM " + table + " x" + holds;
  };
  const auto when = to_sql(now);
  long long id = 0, seen = 0, token = 0, certificate = 0;
  std::string found, place, firmware;
  soci::statement select =
      (tx.sql().prepare << "SELECT c.id, c.name, c.place, c.firmware, COALESCE(c.last_seen_at, 0), " +
                               until("key_cabinet_tokens") + ", " + until("key_cabinet_certificates") +
                               " FROM key_cabinet_cabinets c WHERE " + which + " ORDER BY c.name",
       soci::use(when, "now"), soci::use(name, "name"), soci::use(of, "id"), soci::into(id), soci::into(found),
       soci::into(place), soci::into(firmware), soci::into(seen), soci::into(token), soci::into(certificate));
  select.execute();
  std::vector<Cabinet> cabinets;
  while (select.fetch()) {
    cabinets.push_back({CabinetId{id}, found, token != 0 || certificate != 0, place, firmware, time_or_none(seen),
                        time_or_none(token), time_or_none(certificate)});
  }
  return cabinets;
}

std::optional<Cabinet> first_of(std::vector<Cabinet> cabinets) {
  if (cabinets.empty()) return std::nullopt;
  return std::move(cabinets.front());
}

constexpr const char* kAnyId = "(:id = 0 OR c.id = :id)";

}  // namespace

const char* SqlCabinetRepository::token_statement() {
  return R"sql(
      SELECT c.name FROM key_cabinet_tokens t JOIN key_cabinet_cabinets c ON c.id = t.cabinet_id
       WHERE t.jti = :jti AND t.cabinet_id = :cabinet AND (t.revoked_at IS NULL OR t.revoked_at > :at))sql";
}

const char* SqlCabinetRepository::certificate_statement() {
  return R"sql(
      SELECT c.id, c.name FROM key_cabinet_certificates t JOIN key_cabinet_cabinets c ON c.id = t.cabinet_id
       WHERE t.serial = :serial AND t.expires_at > :at AND (t.revoked_at IS NULL OR t.revoked_at > :at))sql";
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
  return first_of(matching(tx, std::string("c.name = :name AND ") + kAnyId, name, 0, now));
}

std::optional<Cabinet> SqlCabinetRepository::find(Transaction& tx, CabinetId id, Time now) const {
  return first_of(matching(tx, "c.id = :id AND :name = ''", "", to_sql(id), now));
}

std::vector<Cabinet> SqlCabinetRepository::all(Transaction& tx, Time now) const {
  return matching(tx, std::string(":name = '' AND ") + kAnyId, "", 0, now);
}

void SqlCabinetRepository::set_place(Transaction& tx, CabinetId cabinet, const std::string& place) const {
  const auto id = to_sql(cabinet);
  tx.sql()
      << "UPDATE key_cabinet_cabinets SET place = :place, version = version + 1 WHERE id = :id AND place <> :place",
      soci::use(place, "place"), soci::use(id, "id");
}

void SqlCabinetRepository::add_token(Transaction& tx, const DeviceToken& token, Time now) const {
  const auto cabinet = to_sql(token.cabinet), issued = to_sql(now), expires = to_sql(token.expires);
  tx.sql() << R"sql(
      INSERT INTO key_cabinet_tokens (jti, cabinet_id, issued_at, expires_at)
      VALUES (:jti, :cabinet, :issued, :expires))sql",
      soci::use(token.jti, "jti"), soci::use(cabinet, "cabinet"), soci::use(issued, "issued"),
      soci::use(expires, "expires");
}

void SqlCabinetRepository::add_certificate(Transaction& tx, const DeviceCertificate& certificate, Time now) const {
  const auto cabinet = to_sql(certificate.cabinet), issued = to_sql(now), expires = to_sql(certificate.expires);
  tx.sql() << R"sql(
      INSERT INTO key_cabinet_certificates (serial, cabinet_id, issued_at, expires_at)
      VALUES (:serial, :cabinet, :issued, :expires))sql",
      soci::use(certificate.serial, "serial"), soci::use(cabinet, "cabinet"), soci::use(issued, "issued"),
      soci::use(expires, "expires");
}

void SqlCabinetRepository::revoke(Transaction& tx, CabinetId cabinet, Time when) const {
  const auto id = to_sql(cabinet), at = to_sql(when);
  for (const char* table : {"key_cabinet_tokens", "key_cabinet_certificates"}) {
    tx.sql() << "UPDATE " << table
             << " SET revoked_at = :at WHERE cabinet_id = :cabinet AND (revoked_at IS NULL OR revoked_at > :at)",
        soci::use(at, "at"), soci::use(id, "cabinet");
  }
}

std::vector<Revocation> SqlCabinetRepository::revoked_certificates(Transaction& tx, Time now) const {
  const auto at = to_sql(now);
  std::string serial;
  long long revoked = 0;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT serial, revoked_at FROM key_cabinet_certificates
       WHERE revoked_at <= :at AND expires_at > :at ORDER BY serial)sql",
                            soci::use(at, "at"), soci::into(serial), soci::into(revoked));
  select.execute();
  std::vector<Revocation> all;
  while (select.fetch()) all.push_back({serial, time_from_sql(revoked)});
  return all;
}

std::optional<KnownCabinet> SqlCabinetRepository::by_token(Transaction& tx, const DeviceToken& token, Time now) const {
  return tx.kept<FindToken>().execute(token, now);
}

std::optional<KnownCabinet> SqlCabinetRepository::by_certificate(Transaction& tx, const std::string& serial,
                                                                 Time now) const {
  return tx.kept<FindCertificate>().execute(serial, now);
}

}  // namespace key_cabinet
