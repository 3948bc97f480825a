#include "sql_access_matrix.hpp"

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

// Numbers of ours, never input.
std::string in(const std::vector<HolderId>& holders) {
  std::string list;
  for (const auto holder : holders) list += (list.empty() ? "" : ", ") + std::to_string(to_sql(holder));
  return " IN (" + list + ")";
}

// All rows of a statement that gives two numbers each.
std::vector<std::pair<long long, long long>> pairs(Transaction& tx, const std::string& text) {
  long long one = 0, other = 0;
  soci::statement select = (tx.sql().prepare << text, soci::into(one), soci::into(other));
  std::vector<std::pair<long long, long long>> all;
  select.execute();
  while (select.fetch()) all.emplace_back(one, other);
  return all;
}

}  // namespace

std::vector<MatrixPerson> SqlAccessMatrix::people(Transaction& tx, const SearchCondition& found, int offset, int most) {
  long long id = 0, version = 0;
  std::string fullname;
  soci::statement select(tx.sql());
  select.exchange(soci::into(id));
  select.exchange(soci::into(fullname));
  select.exchange(soci::into(version));
  for (const auto& [name, value] : found.values) select.exchange(soci::use(value, name));
  select.exchange(soci::use(most, "most"));
  select.exchange(soci::use(offset, "offset"));
  select.alloc();
  select.prepare("SELECT h.id, h.fullname, h.version FROM key_cabinet_holders h WHERE h.serial IS NOT NULL" +
                 (found.sql.empty() ? "" : " AND (" + found.sql + ")") +
                 " ORDER BY h.fullname, h.id LIMIT :most OFFSET :offset");
  select.define_and_bind();
  select.execute();
  std::vector<MatrixPerson> people;
  while (select.fetch()) people.push_back({HolderId{id}, fullname, version});
  return people;
}

std::vector<MatrixRoom> SqlAccessMatrix::rooms(Transaction& tx, std::int64_t key_group, int offset, int most) {
  long long id = 0, keys = 0;
  const long long group = key_group;
  std::string name;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT r.id, r.name, COUNT(*)
        FROM key_cabinet_rooms r JOIN key_cabinet_keys k ON k.room_id = r.id
       WHERE :key_group = 0
          OR r.id IN (SELECT i.room_id FROM key_cabinet_key_group_keys m JOIN key_cabinet_keys i ON i.id = m.key_id
                       WHERE m.group_id = :key_group)
       GROUP BY r.id, r.name ORDER BY r.name, r.id LIMIT :most OFFSET :offset)sql",
                            soci::use(group, "key_group"), soci::use(most, "most"), soci::use(offset, "offset"),
                            soci::into(id), soci::into(name), soci::into(keys));
  select.execute();
  std::vector<MatrixRoom> rooms;
  while (select.fetch()) rooms.push_back({RoomId{id}, name, keys});
  return rooms;
}

std::map<Place, long long> SqlAccessMatrix::direct(Transaction& tx, const std::vector<HolderId>& holders) {
  std::map<Place, long long> all;
  if (holders.empty()) return all;
  const auto rights = pairs(tx,
                            "SELECT a.holder_id, k.room_id FROM key_cabinet_access a "
                            "JOIN key_cabinet_keys k ON k.id = a.key_id WHERE a.holder_id" +
                                in(holders));
  for (const auto& [holder, room] : rights) ++all[{HolderId{holder}, RoomId{room}}];
  return all;
}

// Whom a grant is for, and what it opens: joined here, since one is a holder or a group and the other a key, a room or
// a group.
std::set<Place> SqlAccessMatrix::granted(Transaction& tx, const std::vector<HolderId>& holders) {
  std::set<Place> all;
  if (holders.empty()) return all;
  const auto list = in(holders);
  const auto who = pairs(tx, "SELECT g.id, g.holder_id FROM key_cabinet_grants g WHERE g.holder_id" + list +
                                 " UNION ALL SELECT g.id, m.holder_id FROM key_cabinet_holder_group_members m "
                                 "JOIN key_cabinet_grants g ON g.holder_group_id = m.group_id WHERE m.holder_id" +
                                 list);
  std::multimap<long long, long long> rooms;
  for (const auto& [grant, room] :
       pairs(tx,
             "SELECT g.id, g.room_id FROM key_cabinet_grants g WHERE g.room_id IS NOT NULL "
             "UNION ALL SELECT g.id, k.room_id FROM key_cabinet_grants g JOIN key_cabinet_keys k ON k.id = g.key_id "
             "UNION ALL SELECT g.id, k.room_id FROM key_cabinet_grants g JOIN key_cabinet_key_group_keys m "
             "ON m.group_id = g.key_group_id JOIN key_cabinet_keys k ON k.id = m.key_id")) {
    rooms.emplace(grant, room);
  }
  for (const auto& [grant, holder] : who) {
    const auto [begin, end] = rooms.equal_range(grant);
    for (auto room = begin; room != end; ++room) all.emplace(HolderId{holder}, RoomId{room->second});
  }
  return all;
}

std::vector<std::pair<std::int64_t, std::string>> SqlAccessMatrix::key_groups(Transaction& tx) {
  long long id = 0;
  std::string name;
  soci::statement select = (tx.sql().prepare << "SELECT id, name FROM key_cabinet_key_groups ORDER BY name LIMIT 200",
                            soci::into(id), soci::into(name));
  std::vector<std::pair<std::int64_t, std::string>> all;
  select.execute();
  while (select.fetch()) all.emplace_back(id, name);
  return all;
}

std::vector<long long> SqlAccessMatrix::keys(Transaction& tx, HolderId holder) {
  const auto id = to_sql(holder);
  long long key = 0;
  soci::statement select =
      (tx.sql().prepare << "SELECT key_id FROM key_cabinet_access WHERE holder_id = :holder ORDER BY key_id",
       soci::use(id, "holder"), soci::into(key));
  std::vector<long long> all;
  select.execute();
  while (select.fetch()) all.push_back(key);
  return all;
}

void SqlAccessMatrix::allow(Transaction& tx, HolderId holder, RoomId room) {
  const auto holder_id = to_sql(holder), room_id = to_sql(room);
  tx.sql() << R"sql(
      INSERT INTO key_cabinet_access (holder_id, key_id)
      SELECT h.id, k.id FROM key_cabinet_holders h JOIN key_cabinet_keys k ON k.room_id = :room
       WHERE h.id = :holder
         AND NOT EXISTS (SELECT 1 FROM key_cabinet_access a WHERE a.holder_id = h.id AND a.key_id = k.id))sql",
      soci::use(room_id, "room"), soci::use(holder_id, "holder");
}

void SqlAccessMatrix::forbid(Transaction& tx, HolderId holder, RoomId room) {
  const auto holder_id = to_sql(holder), room_id = to_sql(room);
  tx.sql() << "DELETE FROM key_cabinet_access WHERE holder_id = :holder "
              "AND key_id IN (SELECT k.id FROM key_cabinet_keys k WHERE k.room_id = :room)",
      soci::use(holder_id, "holder"), soci::use(room_id, "room");
}

bool SqlAccessMatrix::take_version(Transaction& tx, HolderId holder, std::int64_t version) {
  const auto id = to_sql(holder);
  const long long known = version;
  soci::statement take = (tx.sql().prepare << "UPDATE key_cabinet_holders SET version = version + 1 "
                                              "WHERE id = :id AND version = :version AND serial IS NOT NULL",
                          soci::use(id, "id"), soci::use(known, "version"));
  return affected_rows(take) == 1;
}

std::optional<UserId> SqlAccessMatrix::account(Transaction& tx, HolderId holder) {
  const auto id = to_sql(holder);
  long long user = 0;
  soci::indicator linked = soci::i_null;
  tx.sql() << "SELECT user_id FROM key_cabinet_holders WHERE id = :id", soci::use(id, "id"), soci::into(user, linked);
  return linked == soci::i_ok ? std::optional(UserId{user}) : std::nullopt;
}

}  // namespace key_cabinet
