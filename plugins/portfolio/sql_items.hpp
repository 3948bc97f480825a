// Items and their files in the database, on both engines. Every function runs inside the caller's transaction;
// stateless, so thread-safe.
#pragma once

#include <set>

#include <callboard/database.hpp>

#include "item.hpp"

namespace portfolio {

// Which of somebody's items are asked for.
struct Selection {
  UserId owner{};
  Visibility least = Visibility::Private;  // Private: all of them, also those that are not ready or were taken down
  std::optional<AlbumId> album = {};
  std::int64_t before = INT64_MAX;  // positions below that one
  int most = 50;
};

struct SqlItems {
  static std::optional<Item> find(callboard::Transaction& tx, ItemId id);
  // The uppermost first.
  static std::vector<Item> select(callboard::Transaction& tx, const Selection& selection);
  // `item.id` and `item.version` do not count.
  static ItemId add(callboard::Transaction& tx, const Item& item);
  static bool describe(callboard::Transaction& tx, const Item& item);
  static bool erase(callboard::Transaction& tx, ItemId id);
  static std::vector<ItemId> of_owner(callboard::Transaction& tx, UserId owner);
  static void set_position(callboard::Transaction& tx, ItemId id, std::int64_t position);

  // False where the item was not in the state `from`.
  static bool move(callboard::Transaction& tx, ItemId id, State from, State to, const std::string& fault = {});
  // What was made of its file.
  static void set_content(callboard::Transaction& tx, const Item& item);
  static bool set_taken_down(callboard::Transaction& tx, ItemId id, bool down, const std::string& why);

  // Items whose processing nobody has in hand.
  static std::vector<ItemId> waiting(callboard::Transaction& tx, Time now, int most);
  // False where somebody else was quicker. Returns the number of tries with this one.
  static std::optional<int> claim(callboard::Transaction& tx, ItemId id, Time now, Time until);
  // Whoever claimed it with that many tries holds it longer; nothing happens where somebody else did since.
  static void renew(callboard::Transaction& tx, ItemId id, int tries, Time until);
  // So that it is taken up again at that time.
  static void put_off(callboard::Transaction& tx, ItemId id, Time until);
  // The same, and this try does not count.
  static void hand_back(callboard::Transaction& tx, ItemId id, Time until);

  static std::vector<ItemFile> files(callboard::Transaction& tx, ItemId id);
  static std::optional<ItemFile> file(callboard::Transaction& tx, ItemId id, const std::string& variant);
  // Which of these have such a file.
  static std::set<ItemId> having(callboard::Transaction& tx, const std::vector<ItemId>& ids,
                                 const std::string& variant);
  static void set_files(callboard::Transaction& tx, ItemId id, const std::vector<ItemFile>& files);

  // For tests of their plans.
  static std::string selection_statement(const Selection& selection);
  static std::string waiting_statement();
};

}  // namespace portfolio
