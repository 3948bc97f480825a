#include "sql_device_event_repository.hpp"

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

// A nullable parameter.
struct OptionalNumber {
  template <typename Id>
    requires std::is_enum_v<Id>
  explicit OptionalNumber(const std::optional<Id>& id)
      : value(to_sql(id.value_or(Id{}))), indicator(id ? soci::i_ok : soci::i_null) {}
  explicit OptionalNumber(const std::optional<std::int64_t>& number)
      : value(number.value_or(0)), indicator(number ? soci::i_ok : soci::i_null) {}
  long long value;
  soci::indicator indicator;
};

// A text that is only kept where what it names is not known.
struct UnknownName {
  UnknownName(const std::optional<std::string>& name, bool known)
      : value(name.value_or("")), indicator(name && !known ? soci::i_ok : soci::i_null) {}
  std::string value;
  soci::indicator indicator;
};

// Locked by what the loans' own statements lock: issuing reads the key's row for sharing. On SQLite there is one
// writer.
constexpr const char* kKeySqlite = "SELECT id FROM key_cabinet_keys WHERE label = :label";
constexpr const char* kKeyMysql = "SELECT id FROM key_cabinet_keys WHERE label = :label FOR UPDATE";

}  // namespace

// An update locks its row until the end of the transaction, on both engines; there is no FOR UPDATE on SQLite.
void SqlDeviceEventRepository::lock(Transaction& tx, CabinetId cabinet) const {
  const auto id = to_sql(cabinet);
  tx.sql() << "UPDATE key_cabinet_cabinets SET enrolled_at = enrolled_at WHERE id = :id", soci::use(id, "id");
}

const char* SqlDeviceEventRepository::last_seq_statement() {
  return "SELECT seq FROM key_cabinet_device_events WHERE cabinet_id = :cabinet ORDER BY seq DESC LIMIT 1";
}

std::int64_t SqlDeviceEventRepository::last_seq(Transaction& tx, CabinetId cabinet) const {
  const auto id = to_sql(cabinet);
  long long seq = 0;
  tx.sql() << last_seq_statement(), soci::use(id, "cabinet"), soci::into(seq);
  return seq;
}

const char* SqlDeviceEventRepository::at_seq_statement() {
  return "SELECT fingerprint, conflict FROM key_cabinet_device_events WHERE cabinet_id = :cabinet AND seq = :seq";
}

std::vector<DeviceEventRepository::Known> SqlDeviceEventRepository::at_seq(Transaction& tx, CabinetId cabinet,
                                                                           std::int64_t seq) const {
  const auto id = to_sql(cabinet);
  const long long number = seq;
  Known known;
  soci::statement select = (tx.sql().prepare << at_seq_statement(), soci::use(id, "cabinet"), soci::use(number, "seq"),
                            soci::into(known.fingerprint), soci::into(known.conflict));
  select.execute();
  std::vector<Known> all;
  while (select.fetch()) all.push_back(known);
  return all;
}

// What waits for nobody is settled from the beginning.
void SqlDeviceEventRepository::add(Transaction& tx, const Record& record) const {
  const auto& event = record.event;
  const auto cabinet = to_sql(record.cabinet), at = to_sql(record.at), told = to_sql(event.told),
             received = to_sql(record.received);
  const long long seq = event.seq;
  OptionalNumber holder(record.holder), key(record.key), slot(event.slot);
  UnknownName serial(event.serial, record.holder.has_value()), label(event.key, record.key.has_value());
  const std::string conflict(record.conflict), matter(record.matter);
  auto settled = matter.empty() ? soci::i_ok : soci::i_null;
  tx.sql() << R"sql(
      INSERT INTO key_cabinet_device_events (cabinet_id, seq, fingerprint, type, at, told_at, received_at, holder_id,
                                             key_id, serial, label, slot, detail, conflict, matter, settled_at)
      VALUES (:cabinet, :seq, :fingerprint, :type, :at, :told, :received, :holder, :key, :serial, :label, :slot,
              :detail, :conflict, :matter, :settled))sql",
      soci::use(cabinet, "cabinet"), soci::use(seq, "seq"), soci::use(event.fingerprint, "fingerprint"),
      soci::use(event.type, "type"), soci::use(at, "at"), soci::use(told, "told"), soci::use(received, "received"),
      soci::use(holder.value, holder.indicator, "holder"), soci::use(key.value, key.indicator, "key"),
      soci::use(serial.value, serial.indicator, "serial"), soci::use(label.value, label.indicator, "label"),
      soci::use(slot.value, slot.indicator, "slot"), soci::use(event.detail, "detail"), soci::use(conflict, "conflict"),
      soci::use(matter, "matter"), soci::use(received, settled, "settled");
}

std::optional<KeyId> SqlDeviceEventRepository::key(Transaction& tx, const std::string& label) const {
  long long id = 0;
  tx.sql() << (tx.engine() == Engine::Sqlite ? kKeySqlite : kKeyMysql), soci::use(label, "label"), soci::into(id);
  if (!tx.sql().got_data()) return std::nullopt;
  return KeyId{id};
}

const char* SqlDeviceEventRepository::past_serial_statement() {
  return R"sql(
      SELECT h.id, h.returns_for_others
        FROM key_cabinet_past_serials p JOIN key_cabinet_holders h ON h.id = p.holder_id
       WHERE p.serial = :serial ORDER BY p.until_at DESC LIMIT 1)sql";
}

std::optional<DeviceEventRepository::Holder> SqlDeviceEventRepository::holder(Transaction& tx,
                                                                              const std::string& serial) const {
  long long id = 0, returns = 0;
  const auto found = [&](const char* statement) {
    tx.sql() << statement, soci::use(serial, "serial"), soci::into(id), soci::into(returns);
    return tx.sql().got_data();
  };
  const bool present = found("SELECT id, returns_for_others FROM key_cabinet_holders WHERE serial = :serial");
  if (!present && !found(past_serial_statement())) return std::nullopt;
  return Holder{HolderId{id}, returns != 0};
}

std::optional<DeviceEventRepository::OpenLoan> SqlDeviceEventRepository::open_loan(Transaction& tx, KeyId key) const {
  const auto id = to_sql(key);
  long long loan = 0, holder = 0, taken = 0, cabinet = 0, offline = 0;
  tx.sql() << R"sql(
      SELECT id, holder_id, taken_at, COALESCE(taken_cabinet_id, 0), taken_how = 'offline'
        FROM key_cabinet_loans WHERE open_key = :key)sql",
      soci::use(id, "key"), soci::into(loan), soci::into(holder), soci::into(taken), soci::into(cabinet),
      soci::into(offline);
  if (!tx.sql().got_data()) return std::nullopt;
  return OpenLoan{loan, HolderId{holder}, time_from_sql(taken), CabinetId{cabinet}, offline != 0};
}

// A key's loans follow one another, so the last one taken is the last one back.
const char* SqlDeviceEventRepository::last_return_statement() {
  return R"sql(
      SELECT returned_at, COALESCE(returned_cabinet_id, 0), returned_how = 'offline'
        FROM key_cabinet_loans WHERE key_id = :key AND returned_at IS NOT NULL
       ORDER BY taken_at DESC, id DESC LIMIT 1)sql";
}

std::optional<DeviceEventRepository::LastReturn> SqlDeviceEventRepository::last_return(Transaction& tx,
                                                                                       KeyId key) const {
  const auto id = to_sql(key);
  long long at = 0, cabinet = 0, offline = 0;
  soci::indicator has_how{};
  tx.sql() << last_return_statement(), soci::use(id, "key"), soci::into(at), soci::into(cabinet),
      soci::into(offline, has_how);
  if (!tx.sql().got_data()) return std::nullopt;
  return LastReturn{time_from_sql(at), CabinetId{cabinet}, has_how == soci::i_ok && offline != 0};
}

bool SqlDeviceEventRepository::open(Transaction& tx, CabinetId cabinet, KeyId key, HolderId holder, Time at) const {
  const auto what = to_sql(key), who = to_sql(holder), when = to_sql(at), where = to_sql(cabinet);
  return unless_taken([&] {
    tx.sql() << R"sql(
        INSERT INTO key_cabinet_loans (key_id, holder_id, open_key, taken_at, taken_cabinet_id, taken_how)
        VALUES (:key, :holder, :key, :at, :cabinet, 'offline'))sql",
        soci::use(what, "key"), soci::use(who, "holder"), soci::use(when, "at"), soci::use(where, "cabinet");
  });
}

bool SqlDeviceEventRepository::close(Transaction& tx, std::int64_t loan, const Closing& closing) const {
  const long long id = loan;
  const auto at = to_sql(closing.at), cabinet = to_sql(closing.cabinet);
  const std::string how(closing.how);
  OptionalNumber by(closing.by);
  soci::statement update = (tx.sql().prepare << R"sql(
      UPDATE key_cabinet_loans
         SET open_key = NULL, returned_at = :at, returned_cabinet_id = :cabinet, returned_how = :how, returned_by = :by
       WHERE id = :id AND open_key IS NOT NULL)sql",
                            soci::use(at, "at"), soci::use(cabinet, "cabinet"), soci::use(how, "how"),
                            soci::use(by.value, by.indicator, "by"), soci::use(id, "id"));
  return affected_rows(update) == 1;
}

bool SqlDeviceEventRepository::settle(Transaction& tx, std::int64_t event, Time at) const {
  const long long id = event;
  const auto when = to_sql(at);
  soci::statement update = (tx.sql().prepare << R"sql(
      UPDATE key_cabinet_device_events SET settled_at = :at, version = version + 1
       WHERE id = :id AND settled_at IS NULL)sql",
                            soci::use(when, "at"), soci::use(id, "id"));
  return affected_rows(update) == 1;
}

const char* SqlDeviceEventRepository::waiting_statement() {
  return "SELECT COUNT(*) FROM key_cabinet_device_events WHERE settled_at IS NULL AND matter = :matter";
}

long long SqlDeviceEventRepository::waiting(Transaction& tx, const std::string& matter) const {
  long long count = 0;
  tx.sql() << waiting_statement(), soci::use(matter, "matter"), soci::into(count);
  return count;
}

}  // namespace key_cabinet
