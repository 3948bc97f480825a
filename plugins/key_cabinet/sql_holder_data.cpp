#include "sql_holder_data.hpp"

#include <fmt/chrono.h>

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr int kMostLoans = 10'000;

// RFC 3339.
json iso(long long microseconds, soci::indicator indicator = soci::i_ok) {
  if (indicator == soci::i_null) return nullptr;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(static_cast<std::time_t>(microseconds / 1'000'000)));
}

json record(Transaction& tx, long long holder) {
  std::string fullname, serial;
  soci::indicator has_serial = soci::i_null;
  long long blocked = 0;
  tx.sql() << "SELECT fullname, serial, blocked FROM key_cabinet_holders WHERE id = :holder",
      soci::use(holder, "holder"), soci::into(fullname), soci::into(serial, has_serial), soci::into(blocked);
  return {{"fullname", fullname}, {"serial", has_serial == soci::i_ok ? serial : ""}, {"blocked", blocked != 0}};
}

json keys(Transaction& tx, long long holder) {
  std::string label;
  soci::statement select = (tx.sql().prepare << "SELECT k.label FROM key_cabinet_access a JOIN key_cabinet_keys k "
                                                "ON k.id = a.key_id WHERE a.holder_id = :holder ORDER BY k.label",
                            soci::use(holder, "holder"), soci::into(label));
  auto all = json::array();
  select.execute();
  while (select.fetch()) all.push_back(label);
  return all;
}

json past_serials(Transaction& tx, long long holder) {
  std::string serial, reason;
  long long until = 0;
  soci::statement select = (tx.sql().prepare << "SELECT serial, until_at, reason FROM key_cabinet_past_serials "
                                                "WHERE holder_id = :holder ORDER BY id",
                            soci::use(holder, "holder"), soci::into(serial), soci::into(until), soci::into(reason));
  auto all = json::array();
  select.execute();
  while (select.fetch()) all.push_back({{"serial", serial}, {"until", iso(until)}, {"reason", reason}});
  return all;
}

json bookings(Transaction& tx, long long holder) {
  std::string room;
  long long from = 0, until = 0;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT r.name, b.from_at, b.until_at FROM key_cabinet_bookings b JOIN key_cabinet_rooms r ON r.id = b.room_id
       WHERE b.holder_id = :holder ORDER BY b.from_at)sql",
                            soci::use(holder, "holder"), soci::into(room), soci::into(from), soci::into(until));
  auto all = json::array();
  select.execute();
  while (select.fetch()) all.push_back({{"room", room}, {"from", iso(from)}, {"until", iso(until)}});
  return all;
}

json loans(Transaction& tx, long long holder) {
  std::string key;
  long long taken = 0, returned = 0;
  soci::indicator is_back = soci::i_null;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT k.label, l.taken_at, l.returned_at FROM key_cabinet_loans l JOIN key_cabinet_keys k ON k.id = l.key_id
       WHERE l.holder_id = :holder ORDER BY l.taken_at DESC LIMIT :most)sql",
                            soci::use(holder, "holder"), soci::use(kMostLoans, "most"), soci::into(key),
                            soci::into(taken), soci::into(returned, is_back));
  auto all = json::array();
  select.execute();
  while (select.fetch())
    all.push_back({{"key", key}, {"taken_at", iso(taken)}, {"returned_at", iso(returned, is_back)}});
  return all;
}

}  // namespace

std::optional<HolderId> SqlHolderData::holder_of(Transaction& tx, UserId user) {
  const auto account = to_sql(user);
  long long id = 0;
  tx.sql() << "SELECT id FROM key_cabinet_holders WHERE user_id = :account", soci::use(account, "account"),
      soci::into(id);
  return tx.sql().got_data() ? std::optional(HolderId{id}) : std::nullopt;
}

json SqlHolderData::collect(Transaction& tx, UserId user) {
  const auto holder = holder_of(tx, user);
  if (!holder) return nullptr;
  const auto id = to_sql(*holder);
  auto all = record(tx, id);
  all["keys"] = keys(tx, id);
  all["past_serials"] = past_serials(tx, id);
  all["bookings"] = bookings(tx, id);
  all["loans"] = loans(tx, id);
  return all;
}

void SqlHolderData::mark_leaving(Transaction& tx, HolderId holder) {
  const auto id = to_sql(holder);
  tx.sql() << "UPDATE key_cabinet_holders SET user_id = NULL, blocked = 1, leaving = 1, version = version + 1 "
              "WHERE id = :id",
      soci::use(id, "id");
}

std::vector<HolderId> SqlHolderData::leavers_without_keys(Transaction& tx) {
  long long id = 0;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT h.id FROM key_cabinet_holders h
       WHERE h.leaving = 1
         AND NOT EXISTS (SELECT 1 FROM key_cabinet_loans l WHERE l.holder_id = h.id AND l.open_key IS NOT NULL)
       LIMIT 100)sql",
                            soci::into(id));
  std::vector<HolderId> all;
  select.execute();
  while (select.fetch()) all.push_back(HolderId{id});
  return all;
}

long long SqlHolderData::taken_between(Transaction& tx, Time from, Time until) {
  const auto begin = to_sql(from), end = to_sql(until);
  long long count = 0;
  tx.sql() << "SELECT COUNT(*) FROM key_cabinet_loans WHERE taken_at >= :begin AND taken_at < :end",
      soci::use(begin, "begin"), soci::use(end, "end"), soci::into(count);
  return count;
}

}  // namespace key_cabinet
