// What the cabinet keeps about a person, in the database; and how many keys are taken.
#pragma once

#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include <callboard/database.hpp>
#include <callboard/services.hpp>
#include <callboard/visitor.hpp>

#include "holder.hpp"

namespace key_cabinet {

class SqlHolderData {
 public:
  static std::optional<HolderId> holder_of(callboard::Transaction& tx, callboard::UserId user);
  // The record, its keys, past serials, bookings and loans; null where the person is no holder.
  static nlohmann::json collect(callboard::Transaction& tx, callboard::UserId user);
  static void mark_leaving(callboard::Transaction& tx, HolderId holder);
  // At most 100.
  static std::vector<HolderId> leavers_without_keys(callboard::Transaction& tx);

  // Loans that began in that time, `until` not included.
  static long long taken_between(callboard::Transaction& tx, callboard::Time from, callboard::Time until);
};

}  // namespace key_cabinet
