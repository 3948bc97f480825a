#include "sql_snapshot_repository.hpp"

#include <array>

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

constexpr std::chrono::hours kPastSerialsFor{90 * 24};

// Calls `take` after each row, whose values lie in what the statement was bound to.
template <typename Take>
void each(soci::statement&& select, const Take& take) {
  select.execute();
  while (select.fetch()) take();
}

// A nullable column.
struct Nullable {
  long long value = 0;
  soci::indicator indicator{};
  std::optional<std::int64_t> get() const {
    return indicator == soci::i_null ? std::nullopt : std::optional<std::int64_t>(value);
  }
};

void read_keys(Transaction& tx, CabinetId cabinet, SnapshotRows& rows) {
  const auto here = to_sql(cabinet);
  long long id = 0, room = 0;
  std::string label;
  each((tx.sql().prepare << R"sql(
      SELECT id, room_id, label FROM key_cabinet_keys
       WHERE state = 'in_service' AND (cabinet_id = :cabinet OR cabinet_id IS NULL) ORDER BY id)sql",
        soci::use(here, "cabinet"), soci::into(id), soci::into(room), soci::into(label)),
       [&] {
         rows.keys.push_back({KeyId{id}, RoomId{room}, label});
       });
}

void read_holders(Transaction& tx, SnapshotRows& rows) {
  long long id = 0, blocked = 0, returns = 0;
  std::string serial;
  each((tx.sql().prepare << R"sql(
      SELECT id, serial, blocked, returns_for_others FROM key_cabinet_holders WHERE serial IS NOT NULL ORDER BY id)sql",
        soci::into(id), soci::into(serial), soci::into(blocked), soci::into(returns)),
       [&] {
         rows.holders.push_back({HolderId{id}, serial, blocked != 0, returns != 0});
       });
}

void read_windows(Transaction& tx, SnapshotRows& rows) {
  long long id = 0, weekdays = 0, from = 0, until = 0;
  std::string first, last;
  each((tx.sql().prepare << R"sql(
      SELECT id, weekdays, from_minute, until_minute, first_date, last_date FROM key_cabinet_windows ORDER BY id)sql",
        soci::into(id), soci::into(weekdays), soci::into(from), soci::into(until), soci::into(first), soci::into(last)),
       [&] {
         rows.windows.push_back(
             {id, {static_cast<int>(weekdays), static_cast<int>(from), static_cast<int>(until), first, last}});
       });
}

void read_grants(Transaction& tx, SnapshotRows& rows) {
  std::array<Nullable, 6> columns;
  auto& [holder, group, key, room, key_group, window] = columns;
  each((tx.sql().prepare << R"sql(
      SELECT holder_id, holder_group_id, key_id, room_id, key_group_id, window_id
        FROM key_cabinet_grants ORDER BY id)sql",
        soci::into(holder.value, holder.indicator), soci::into(group.value, group.indicator),
        soci::into(key.value, key.indicator), soci::into(room.value, room.indicator),
        soci::into(key_group.value, key_group.indicator), soci::into(window.value, window.indicator)),
       [&] {
         rows.grants.push_back({holder.get(), group.get(), key.get(), room.get(), key_group.get(), window.get()});
       });
}

void read_bookings(Transaction& tx, const SnapshotSpan& span, SnapshotRows& rows) {
  const auto made = to_sql(span.made), end = to_sql(span.until);
  long long id = 0, holder = 0, room = 0, from = 0, until = 0;
  each((tx.sql().prepare << R"sql(
      SELECT id, holder_id, room_id, from_at, until_at FROM key_cabinet_bookings
       WHERE from_at < :end AND until_at > :made ORDER BY id)sql",
        soci::use(end, "end"), soci::use(made, "made"), soci::into(id), soci::into(holder), soci::into(room),
        soci::into(from), soci::into(until)),
       [&] {
         rows.bookings.push_back({id, HolderId{holder}, RoomId{room}, time_from_sql(from), time_from_sql(until)});
       });
}

void read_past_serials(Transaction& tx, const SnapshotSpan& span, SnapshotRows& rows) {
  const auto since = to_sql(span.made - kPastSerialsFor);
  long long holder = 0;
  std::string serial;
  each((tx.sql().prepare << R"sql(
      SELECT serial, holder_id FROM key_cabinet_past_serials WHERE until_at > :since ORDER BY until_at, id)sql",
        soci::use(since, "since"), soci::into(serial), soci::into(holder)),
       [&] {
         rows.past_serials.push_back({serial, HolderId{holder}});
       });
}

void read_out(Transaction& tx, CabinetId cabinet, SnapshotRows& rows) {
  const auto here = to_sql(cabinet);
  long long holder = 0;
  std::string label;
  each((tx.sql().prepare << SqlSnapshotRepository::out_statement(), soci::use(here, "cabinet"), soci::into(label),
        soci::into(holder)),
       [&] {
         rows.out.push_back({label, HolderId{holder}});
       });
}

void read_pairs(Transaction& tx, const char* statement, SnapshotRows::Pairs& pairs) {
  long long first = 0, second = 0;
  each((tx.sql().prepare << statement, soci::into(first), soci::into(second)),
       [&] { pairs.emplace_back(first, second); });
}

// Each pair is stirred before it is added up, by squares modulo a prime: sums of the ids alone stay the same when two
// holders exchange their keys. All stays within 63 bits, on both engines.
std::string sum_statement(const std::string& first, const std::string& second, const std::string& table) {
  const auto pair = "((" + first + " * 1000003 + " + second + " * 7368787 + 12345) % 2147483647)";
  const auto squared = "(" + pair + " * " + pair + " % 2147483647)";
  return "SELECT COUNT(*), COALESCE(SUM(" + squared + "), 0), COALESCE(SUM(" + squared + " * " + pair +
         " % 2147483629), 0) FROM " + table;
}

}  // namespace

void SqlSnapshotRepository::lock(Transaction& tx, CabinetId cabinet) const {
  const auto id = to_sql(cabinet);
  tx.sql() << "UPDATE key_cabinet_cabinets SET enrolled_at = enrolled_at WHERE id = :id", soci::use(id, "id");
}

const char* SqlSnapshotRepository::newest_statement() {
  return R"sql(
      SELECT version, stamp, made_at, until_at FROM key_cabinet_snapshots
       WHERE cabinet_id = :cabinet ORDER BY version DESC LIMIT 1)sql";
}

std::optional<SnapshotRepository::Version> SqlSnapshotRepository::newest(Transaction& tx, CabinetId cabinet) const {
  const auto id = to_sql(cabinet);
  long long version = 0, made = 0, until = 0;
  std::string stamp;
  tx.sql() << newest_statement(), soci::use(id, "cabinet"), soci::into(version), soci::into(stamp), soci::into(made),
      soci::into(until);
  if (!tx.sql().got_data()) return std::nullopt;
  return Version{version, stamp, {time_from_sql(made), time_from_sql(until)}};
}

std::optional<std::string> SqlSnapshotRepository::payload(Transaction& tx, CabinetId cabinet,
                                                          std::int64_t version) const {
  const auto id = to_sql(cabinet);
  const long long number = version;
  std::string payload;
  tx.sql() << "SELECT payload FROM key_cabinet_snapshots WHERE cabinet_id = :cabinet AND version = :version",
      soci::use(id, "cabinet"), soci::use(number, "version"), soci::into(payload);
  if (!tx.sql().got_data()) return std::nullopt;
  return payload;
}

void SqlSnapshotRepository::add(Transaction& tx, CabinetId cabinet, const Version& version,
                                const std::string& payload) const {
  const auto id = to_sql(cabinet), made = to_sql(version.span.made), until = to_sql(version.span.until);
  const long long number = version.version;
  tx.sql() << R"sql(
      INSERT INTO key_cabinet_snapshots (cabinet_id, version, stamp, payload, made_at, until_at)
      VALUES (:cabinet, :version, :stamp, :payload, :made, :until))sql",
      soci::use(id, "cabinet"), soci::use(number, "version"), soci::use(version.stamp, "stamp"),
      soci::use(payload, "payload"), soci::use(made, "made"), soci::use(until, "until");
}

void SqlSnapshotRepository::set_stamp(Transaction& tx, CabinetId cabinet, std::int64_t version,
                                      const std::string& stamp) const {
  const auto id = to_sql(cabinet);
  const long long number = version;
  tx.sql() << R"sql(
      UPDATE key_cabinet_snapshots SET stamp = :stamp WHERE cabinet_id = :cabinet AND version = :version)sql",
      soci::use(stamp, "stamp"), soci::use(id, "cabinet"), soci::use(number, "version");
}

void SqlSnapshotRepository::forget(Transaction& tx, CabinetId cabinet, std::int64_t version) const {
  const auto id = to_sql(cabinet);
  const long long number = version;
  tx.sql() << "DELETE FROM key_cabinet_snapshots WHERE cabinet_id = :cabinet AND version <= :version",
      soci::use(id, "cabinet"), soci::use(number, "version");
}

// Also keys that are lost or out of service may be out, and come back.
const char* SqlSnapshotRepository::out_statement() {
  return R"sql(
      SELECT k.label, l.holder_id FROM key_cabinet_loans l JOIN key_cabinet_keys k ON k.id = l.open_key
       WHERE l.open_key > 0 AND (k.cabinet_id = :cabinet OR k.cabinet_id IS NULL) ORDER BY l.open_key)sql";
}

SnapshotRows SqlSnapshotRepository::rows(Transaction& tx, CabinetId cabinet, const SnapshotSpan& span) const {
  SnapshotRows rows;
  read_keys(tx, cabinet, rows);
  read_holders(tx, rows);
  read_windows(tx, rows);
  read_grants(tx, rows);
  read_bookings(tx, span, rows);
  read_past_serials(tx, span, rows);
  read_out(tx, cabinet, rows);
  return rows;
}

void SqlSnapshotRepository::add_pairs(Transaction& tx, SnapshotRows& rows) const {
  read_pairs(tx, "SELECT holder_id, key_id FROM key_cabinet_access", rows.access);
  read_pairs(tx, "SELECT group_id, holder_id FROM key_cabinet_holder_group_members", rows.members);
  read_pairs(tx, "SELECT group_id, key_id FROM key_cabinet_key_group_keys", rows.group_keys);
}

std::string SqlSnapshotRepository::sums_of_pairs(Transaction& tx) const {
  std::string all;
  for (const auto& statement : {sum_statement("holder_id", "key_id", "key_cabinet_access"),
                                sum_statement("group_id", "holder_id", "key_cabinet_holder_group_members"),
                                sum_statement("group_id", "key_id", "key_cabinet_key_group_keys")}) {
    std::string count, first, second;
    tx.sql() << statement, soci::into(count), soci::into(first), soci::into(second);
    all += count + ' ' + first + ' ' + second + '\n';
  }
  return all;
}

}  // namespace key_cabinet
