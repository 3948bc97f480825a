// What somebody's portfolio takes up, by guarded updates: however many uploads begin at the same time, no limit is
// exceeded. Every function runs inside the caller's transaction; stateless, so thread-safe.
#pragma once

#include <callboard/database.hpp>

#include "item.hpp"

namespace portfolio {

struct Usage {
  std::uint64_t used = 0;  // bytes, reserved ones included
  long long items = 0;
  long long uploads = 0;  // under way
};

struct UsageLimits {
  std::uint64_t used = 0;
  long long items = 0;
  long long uploads = 0;
};

enum class Reservation { Done, QuotaFull, TooManyItems, TooManyUploads };

struct SqlOwners {
  // Until the transaction ends nobody else changes what belongs to that owner; what was read of it before may be old.
  static void lock(callboard::Transaction& tx, UserId owner);
  static Usage usage(callboard::Transaction& tx, UserId owner);
  // All of `more` or nothing.
  static Reservation reserve(callboard::Transaction& tx, UserId owner, const Usage& more, const UsageLimits& limits);
  static void give_back(callboard::Transaction& tx, UserId owner, const Usage& less);
  // A position above all others of that owner, who has reserved something before.
  static std::int64_t next_position(callboard::Transaction& tx, UserId owner);
  static void erase(callboard::Transaction& tx, UserId owner);
};

}  // namespace portfolio
