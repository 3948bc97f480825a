// Who may see what of a portfolio: the one place that decides it, for pages and for each file. Thread-safe.
//
//   private  its owner alone, administrators not either
//   school   whoever is signed in, and whoever has a share link
//   public   everybody
//
// An item that is not ready, or that was taken down, is seen by its owner alone.
#pragma once

#include <callboard/database.hpp>

#include "item.hpp"

namespace portfolio {

// Through whose eyes.
struct Reader {
  std::optional<UserId> user;  // who is signed in
  std::optional<Link> link;    // by which it is looked at, on the addresses below it
};

Reader reader_of(const callboard::Visitor& visitor);

bool owns(const Reader& reader, const Item& item);
bool may_see(const Reader& reader, const Item& item);
// The least visibility of what such a reader sees of that owner's items.
Visibility least_for(const Reader& reader, UserId owner);

class Viewing {
 public:
  Viewing(callboard::Database& database, const callboard::Clock& clock) : database_(database), clock_(clock) {}

  static constexpr int kPage = 100;

  struct Gallery {
    std::vector<Item> items;
    std::optional<std::int64_t> next;  // a position, where there are more
  };
  // What the reader sees, the uppermost first; below the position `before` where that is given.
  Gallery gallery(const Reader& reader, UserId owner, std::optional<AlbumId> album,
                  std::optional<std::int64_t> before) const;
  // These throw NotFound also where the reader may not see it: who may not, does not learn that it is there.
  Item item(const Reader& reader, ItemId id) const;
  ItemFile file(const Reader& reader, ItemId id, const std::string& variant) const;
  // The link that carries this token. Throws NotFound where it is none, was revoked or has expired.
  Reader by_link(const std::string& token) const;

 private:
  callboard::Database& database_;
  const callboard::Clock& clock_;
};

}  // namespace portfolio
