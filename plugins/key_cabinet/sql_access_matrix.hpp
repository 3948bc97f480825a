// The matrix of people and rooms in the database.
#pragma once

#include <optional>

#include <callboard/database.hpp>

#include "access_matrix.hpp"

namespace key_cabinet {

class SqlAccessMatrix {
 public:
  // By their names; `found` is a condition on h.id, or empty.
  static std::vector<MatrixPerson> people(callboard::Transaction& tx, const callboard::SearchCondition& found,
                                          int offset, int most);
  // Those that have keys, by name; only with keys of that group where it is not 0.
  static std::vector<MatrixRoom> rooms(callboard::Transaction& tx, std::int64_t key_group, int offset, int most);
  static std::map<Place, long long> direct(callboard::Transaction& tx, const std::vector<HolderId>& holders);
  static std::set<Place> granted(callboard::Transaction& tx, const std::vector<HolderId>& holders);
  static std::vector<std::pair<std::int64_t, std::string>> key_groups(callboard::Transaction& tx);

  static std::vector<long long> keys(callboard::Transaction& tx, HolderId holder);
  static void allow(callboard::Transaction& tx, HolderId holder, RoomId room);
  static void forbid(callboard::Transaction& tx, HolderId holder, RoomId room);
  // False where the version is another one by now, or the holder has left.
  static bool take_version(callboard::Transaction& tx, HolderId holder, std::int64_t version);
  static std::optional<callboard::UserId> account(callboard::Transaction& tx, HolderId holder);
};

}  // namespace key_cabinet
