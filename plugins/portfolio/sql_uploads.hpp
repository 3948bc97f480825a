// Files on their way in, in the database. Every function runs inside the caller's transaction; stateless, so
// thread-safe.
#pragma once

#include <callboard/database.hpp>

#include "item.hpp"

namespace portfolio {

// Open: it grows. Whole: it waits to be processed. Done: the item has it. Dropped: nobody wants it any more.
enum class UploadState { Open, Whole, Done, Dropped };

struct UploadRecord {
  UploadId id{};
  UserId owner{};
  std::optional<ItemId> item;
  UploadState state = UploadState::Open;
  std::uint64_t length = 0;
  std::string partial;    // among the host's PartialFiles; empty once it was removed
  std::string file_name;  // what the client called it: to be shown, never a path
  Time expires;
};

struct SqlUploads {
  static UploadId add(callboard::Transaction& tx, const UploadRecord& upload);
  static std::optional<UploadRecord> find(callboard::Transaction& tx, UploadId id);
  // The one that brings or brought this item's file.
  static std::optional<UploadRecord> of_item(callboard::Transaction& tx, ItemId item);
  static std::vector<UploadRecord> of_owner(callboard::Transaction& tx, UserId owner);
  // False where it was not in the state `from`.
  static bool move(callboard::Transaction& tx, UploadId id, UploadState from, UploadState to);
  // Whatever their state: the item is gone.
  static void drop_of(callboard::Transaction& tx, ItemId item);
  // Those of somebody whose account goes that only waited for their client's last question.
  static void drop_done_of(callboard::Transaction& tx, UserId owner);
  static void set_expiry(callboard::Transaction& tx, UploadId id, Time expires);

  // In that state, and not to be kept beyond `until`; the oldest first.
  static std::vector<UploadRecord> expired(callboard::Transaction& tx, UploadState state, Time until, int most);
  static void forget_file(callboard::Transaction& tx, UploadId id);
  static void erase(callboard::Transaction& tx, UploadId id);

  static std::string expired_statement();
};

}  // namespace portfolio
