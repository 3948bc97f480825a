#include "access_matrix.hpp"

#include "holders_admin.hpp"
#include "sql_access_matrix.hpp"

namespace key_cabinet {

using namespace callboard;

namespace {

template <typename Row>
bool drop_the_one_too_many(std::vector<Row>& rows, int most) {
  if (rows.size() <= static_cast<std::size_t>(most)) return false;
  rows.resize(static_cast<std::size_t>(most));
  return true;
}

std::string joined(const std::vector<long long>& keys) {
  std::string text;
  for (const auto key : keys) text += (text.empty() ? "" : ",") + std::to_string(key);
  return text;
}

}  // namespace

RoomRight Matrix::right(const MatrixPerson& person, const MatrixRoom& room) const {
  const auto found = direct.find({person.id, room.id});
  if (found == direct.end()) return RoomRight::None;
  return found->second < room.keys ? RoomRight::Some : RoomRight::All;
}

Matrix AccessMatrix::read(Transaction& tx, const MatrixQuery& query) const {
  Matrix matrix;
  const auto found = search_.condition(tx, kHolderRecord, query.people, "h.id");
  matrix.people = SqlAccessMatrix::people(tx, found, (query.page - 1) * kPeople, kPeople + 1);
  matrix.rooms = SqlAccessMatrix::rooms(tx, query.key_group, (query.room_page - 1) * kRooms, kRooms + 1);
  matrix.more_people = drop_the_one_too_many(matrix.people, kPeople);
  matrix.more_rooms = drop_the_one_too_many(matrix.rooms, kRooms);
  std::vector<HolderId> holders;
  for (const auto& person : matrix.people) holders.push_back(person.id);
  matrix.direct = SqlAccessMatrix::direct(tx, holders);
  matrix.granted = SqlAccessMatrix::granted(tx, holders);
  return matrix;
}

int AccessMatrix::save(Transaction& tx, const Visitor& by, const MatrixChange& change) const {
  int changed = 0;
  for (const auto& [holder, version] : change.people) changed += save_person(tx, by, change, holder, version) ? 1 : 0;
  return changed;
}

// "Some" is no order: whoever may take some of a room's keys keeps just those.
bool AccessMatrix::save_person(Transaction& tx, const Visitor& by, const MatrixChange& change, HolderId holder,
                               std::int64_t version) const {
  const auto before = SqlAccessMatrix::keys(tx, holder);
  for (const auto room : change.rooms) {
    const auto wanted = change.wanted.find({holder, room});
    const auto right = wanted == change.wanted.end() ? RoomRight::None : wanted->second;
    if (right == RoomRight::All) SqlAccessMatrix::allow(tx, holder, room);
    if (right == RoomRight::None) SqlAccessMatrix::forbid(tx, holder, room);
  }
  const auto after = SqlAccessMatrix::keys(tx, holder);
  if (before == after) return false;
  if (!SqlAccessMatrix::take_version(tx, holder, version)) throw MatrixConflict(holder);
  audit_.record(tx, by,
                {"access_changed",
                 kHolderRecord,
                 static_cast<std::int64_t>(holder),
                 {{"access", joined(before), joined(after)}},
                 SqlAccessMatrix::account(tx, holder)});
  return true;
}

}  // namespace key_cabinet
