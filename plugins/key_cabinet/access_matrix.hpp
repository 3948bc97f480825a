// Who may always take the keys of which room, as a table of people and rooms: a right to a room means all its keys.
// Reads and writes run inside the caller's transaction. Thread-safe.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <callboard/audit.hpp>
#include <callboard/search.hpp>
#include <callboard/visitor.hpp>

#include "holder.hpp"

namespace key_cabinet {

enum class RoomRight { None, Some, All };

struct MatrixQuery {
  std::string people;          // words of a name or a serial; empty: all
  std::int64_t key_group = 0;  // only the rooms that have keys of it; 0: all
  int page = 1;                // of people
  int room_page = 1;
};

struct MatrixPerson {
  HolderId id{};
  std::string fullname;
  std::int64_t version = 0;
};

struct MatrixRoom {
  RoomId id{};
  std::string name;
  long long keys = 0;
};

using Place = std::pair<HolderId, RoomId>;

struct Matrix {
  std::vector<MatrixPerson> people;
  std::vector<MatrixRoom> rooms;
  std::map<Place, long long> direct;  // how many of the room's keys he may always take; absent: none
  std::set<Place> granted;            // something in it by a grant, at some time
  bool more_people = false;
  bool more_rooms = false;

  RoomRight right(const MatrixPerson& person, const MatrixRoom& room) const;
};

// What somebody sent: the people and rooms that the page showed, and what each place is to be.
struct MatrixChange {
  std::vector<std::pair<HolderId, std::int64_t>> people;  // with the versions that were shown
  std::vector<RoomId> rooms;
  std::map<Place, RoomRight> wanted;  // absent: none
};

class AccessMatrix {
 public:
  static constexpr int kPeople = 50;
  static constexpr int kRooms = 15;  // people times rooms is less than a form may have fields

  AccessMatrix(callboard::SearchIndex& search, callboard::AuditLog& audit) : search_(search), audit_(audit) {}

  Matrix read(callboard::Transaction& tx, const MatrixQuery& query) const;
  // Returns how many people were changed. Where somebody else has changed one of them meanwhile nothing may be kept:
  // throws MatrixConflict.
  int save(callboard::Transaction& tx, const callboard::Visitor& by, const MatrixChange& change) const;

 private:
  bool save_person(callboard::Transaction& tx, const callboard::Visitor& by, const MatrixChange& change,
                   HolderId holder, std::int64_t version) const;

  callboard::SearchIndex& search_;
  callboard::AuditLog& audit_;
};

struct MatrixConflict : std::exception {
  explicit MatrixConflict(HolderId who) : holder(who) {}
  HolderId holder;
};

}  // namespace key_cabinet
