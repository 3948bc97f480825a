// Albums and share links in the database. Every function runs inside the caller's transaction; stateless, so
// thread-safe.
#pragma once

#include <callboard/database.hpp>

#include "item.hpp"

namespace portfolio {

struct SqlAlbums {
  // By their titles, with the number of their items.
  static std::vector<Album> of_owner(callboard::Transaction& tx, UserId owner);
  static std::optional<Album> find(callboard::Transaction& tx, AlbumId id);
  static AlbumId add(callboard::Transaction& tx, const Album& album);
  static void change(callboard::Transaction& tx, const Album& album);
  // Its items stay, in no album; links to it go.
  static void erase(callboard::Transaction& tx, AlbumId id);
  // All of somebody whose items are gone.
  static void erase_of(callboard::Transaction& tx, UserId owner);
};

struct SqlLinks {
  // The newest first.
  static std::vector<Link> of_owner(callboard::Transaction& tx, UserId owner, Time now);
  // `token` is hashed. Nothing where there is none, or it has expired.
  static std::optional<Link> find(callboard::Transaction& tx, const std::string& token, Time now);
  static LinkId add(callboard::Transaction& tx, const Link& link, const std::string& token);
  // False where it is not that owner's.
  static bool erase(callboard::Transaction& tx, UserId owner, LinkId id);
  static void erase_of(callboard::Transaction& tx, UserId owner);
  static long long erase_expired(callboard::Transaction& tx, Time now);

  static std::string find_statement();
};

}  // namespace portfolio
