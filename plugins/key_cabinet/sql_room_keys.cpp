#include "sql_room_keys.hpp"

#include <stdexcept>

#include <callboard/sql.hpp>

#include "text_checks.hpp"

namespace key_cabinet {

using namespace callboard;

namespace {

void check(const RoomOpening& opening) {
  const bool source = !opening.source.empty() && opening.source.size() <= 32;
  const bool reference = !opening.reference.empty() && opening.reference.size() <= 64;
  if (!source || !reference) throw std::invalid_argument("a room's opening needs a source and a reference");
  if (characters(opening.note) > 500) throw std::invalid_argument("a room's opening has too long a note");
  if (opening.until <= opening.from) throw std::invalid_argument("a room's opening ends before it begins");
}

// Nothing where a statement with one parameter finds nothing.
std::optional<long long> find(Transaction& tx, const char* select, long long value) {
  long long id = 0;
  tx.sql() << select, soci::use(value), soci::into(id);
  return tx.sql().got_data() ? std::optional(id) : std::nullopt;
}

bool move(Transaction& tx, const RoomOpening& opening, long long holder) {
  const auto room = to_sql(opening.room), from = to_sql(opening.from), until = to_sql(opening.until);
  soci::statement update =
      (tx.sql().prepare << R"sql(
      UPDATE key_cabinet_bookings
         SET holder_id = :holder, room_id = :room, from_at = :begin, until_at = :until, note = :note,
             version = version + 1
       WHERE source = :source AND reference = :reference)sql",
       soci::use(holder, "holder"), soci::use(room, "room"), soci::use(from, "begin"), soci::use(until, "until"),
       soci::use(opening.note, "note"), soci::use(opening.source, "source"), soci::use(opening.reference, "reference"));
  return affected_rows(update) == 1;
}

void add(Transaction& tx, const RoomOpening& opening, long long holder) {
  const auto room = to_sql(opening.room), from = to_sql(opening.from), until = to_sql(opening.until);
  tx.sql() << R"sql(
      INSERT INTO key_cabinet_bookings (holder_id, room_id, from_at, until_at, source, reference, note)
      VALUES (:holder, :room, :begin, :until, :source, :reference, :note))sql",
      soci::use(holder, "holder"), soci::use(room, "room"), soci::use(from, "begin"), soci::use(until, "until"),
      soci::use(opening.source, "source"), soci::use(opening.reference, "reference"), soci::use(opening.note, "note");
}

}  // namespace

RoomOpened SqlRoomKeys::open(Transaction& tx, const RoomOpening& opening) {
  check(opening);
  const auto holder = find(tx, "SELECT id FROM key_cabinet_holders WHERE user_id = :user", to_sql(opening.user));
  const auto room = find(tx, "SELECT id FROM key_cabinet_rooms WHERE id = :id", to_sql(opening.room));
  if (!holder || !room) {
    close(tx, opening.source, opening.reference);
    return holder ? RoomOpened::NoRoom : RoomOpened::NoHolder;
  }
  if (!move(tx, opening, *holder)) add(tx, opening, *holder);
  return RoomOpened::Done;
}

bool SqlRoomKeys::close(Transaction& tx, const std::string& source, const std::string& reference) {
  soci::statement remove = (tx.sql().prepare << R"sql(
      DELETE FROM key_cabinet_bookings WHERE source = :source AND reference = :reference)sql",
                            soci::use(source, "source"), soci::use(reference, "reference"));
  return affected_rows(remove) == 1;
}

// Whichever right a key of the room was taken by, and wherever (a cabinet may have been offline), so by holder, room
// and time rather than by the loan's booking: a loan that lay within the booking's time, in whole or in part.
const char* SqlRoomKeys::state_statement() {
  return R"sql(
      SELECT b.until_at, COUNT(l.id), COUNT(l.open_key)
        FROM key_cabinet_bookings b
        LEFT JOIN key_cabinet_loans l ON l.holder_id = b.holder_id AND l.taken_at < b.until_at
                                     AND (l.returned_at > b.from_at OR l.returned_at IS NULL AND b.from_at <= :now)
                                     AND l.key_id IN (SELECT k.id FROM key_cabinet_keys k WHERE k.room_id = b.room_id)
       WHERE b.source = :source AND b.reference = :reference
       GROUP BY b.id, b.until_at)sql";
}

std::optional<RoomOpeningState> SqlRoomKeys::state(Transaction& tx, const std::string& source,
                                                   const std::string& reference) {
  const auto now = to_sql(clock_.now());
  long long until = 0, loans = 0, out = 0;
  tx.sql() << state_statement(), soci::use(now, "now"), soci::use(source, "source"), soci::use(reference, "reference"),
      soci::into(until), soci::into(loans), soci::into(out);
  if (!tx.sql().got_data()) return std::nullopt;
  if (out > 0) return RoomOpeningState::Started;
  if (loans > 0) return RoomOpeningState::Ended;
  return until <= now ? RoomOpeningState::Missed : RoomOpeningState::Planned;
}

std::vector<Room> SqlRoomKeys::rooms(Transaction& tx) {
  long long id = 0;
  std::string name;
  soci::statement select =
      (tx.sql().prepare << "SELECT id, name FROM key_cabinet_rooms ORDER BY name", soci::into(id), soci::into(name));
  select.execute();
  std::vector<Room> all;
  while (select.fetch()) all.push_back({RoomId{id}, name});
  return all;
}

}  // namespace key_cabinet
