#include "sql_key_board.hpp"

#include <callboard/sql.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

constexpr const char* kKeys = R"sql(
    SELECT r.id, r.name, k.id, k.label, k.state, COALESCE(c.name, ''), k.slot, l.id, l.holder_id,
           COALESCE(h.fullname, ''), l.taken_at, l.due_at
      FROM key_cabinet_keys k
      JOIN key_cabinet_rooms r ON r.id = k.room_id
      LEFT JOIN key_cabinet_cabinets c ON c.id = k.cabinet_id
      LEFT JOIN key_cabinet_loans l ON l.open_key = k.id
      LEFT JOIN key_cabinet_holders h ON h.id = l.holder_id
     ORDER BY r.name, k.label LIMIT :most)sql";

struct KeyRow {
  long long room_id = 0, key_id = 0, slot = 0, loan = 0, holder_id = 0, since = 0, due = 0;
  std::string room, label, state, cabinet, holder;
  soci::indicator has_slot = soci::i_null, is_out = soci::i_null, has_holder = soci::i_null, has_since = soci::i_null,
                  has_due = soci::i_null;

  BoardKey key() const {
    BoardKey key{key_id, label, state, cabinet};
    if (has_slot == soci::i_ok) key.slot = slot;
    if (is_out != soci::i_ok) return key;
    key.out = BoardKey::Out{loan, holder_id, holder, time_from_sql(since)};
    if (has_due == soci::i_ok) key.out->due = time_from_sql(due);
    return key;
  }
};

std::vector<BoardRoom> rooms(Transaction& tx) {
  KeyRow row;
  const int most = SqlKeyBoard::kMostKeys;
  soci::statement select =
      (tx.sql().prepare << kKeys, soci::use(most, "most"), soci::into(row.room_id), soci::into(row.room),
       soci::into(row.key_id), soci::into(row.label), soci::into(row.state), soci::into(row.cabinet),
       soci::into(row.slot, row.has_slot), soci::into(row.loan, row.is_out), soci::into(row.holder_id, row.has_holder),
       soci::into(row.holder), soci::into(row.since, row.has_since), soci::into(row.due, row.has_due));
  std::vector<BoardRoom> rooms;
  select.execute();
  while (select.fetch()) {
    if (rooms.empty() || rooms.back().id != row.room_id) rooms.push_back({row.room_id, row.room, {}});
    rooms.back().keys.push_back(row.key());
  }
  return rooms;
}

std::vector<BoardCabinet> cabinets(Transaction& tx) {
  long long id = 0, seen = 0, pending = 0;
  std::string name, place;
  soci::indicator was_seen = soci::i_null;
  soci::statement select =
      (tx.sql().prepare << "SELECT id, name, place, last_seen_at, pending FROM key_cabinet_cabinets ORDER BY name",
       soci::into(id), soci::into(name), soci::into(place), soci::into(seen, was_seen), soci::into(pending));
  std::vector<BoardCabinet> all;
  select.execute();
  while (select.fetch()) {
    all.push_back({id, name, place, {}, pending});
    if (was_seen == soci::i_ok) all.back().seen = time_from_sql(seen);
  }
  return all;
}

}  // namespace

const char* SqlKeyBoard::keys_statement() { return kKeys; }

KeyBoard SqlKeyBoard::read(Transaction& tx) { return {rooms(tx), cabinets(tx)}; }

}  // namespace key_cabinet
