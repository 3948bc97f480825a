// What the owner of a portfolio does with its items and albums. Thread-safe.
//
// Functions that change an item throw NotFound where it is not the visitor's: who is not the owner does not learn that
// it is there.
#pragma once

#include <callboard/media.hpp>
#include <callboard/search.hpp>

#include "photos.hpp"
#include "sql_owners.hpp"

namespace portfolio {

class Items {
 public:
  struct Parts {
    callboard::Database& database;
    const callboard::Clock& clock;
    callboard::MediaStore& media;
    callboard::SearchIndex& search;
    UsageLimits limits;
  };
  explicit Items(const Parts& parts) : parts_(parts) {}

  struct Added {
    Reservation outcome = Reservation::Done;
    ItemId id{};
  };
  Added add_text(const callboard::Visitor& by, const Description& said);
  Added add_photo(const callboard::Visitor& by, const Description& said, const MadeFiles& photo);

  enum class Changed { Done, QuotaFull, SomebodyElse };
  // With another photo where there is one. SomebodyElse: it has another version by now.
  Changed change(const callboard::Visitor& by, ItemId id, std::int64_t version, const Description& said,
                 const std::optional<MadeFiles>& photo);
  void remove(const callboard::Visitor& by, ItemId id);
  // Nothing happens at the end of the list.
  void move(const callboard::Visitor& by, ItemId id, bool up);
  // Those of `order` that are the visitor's stand in that order from now on, in the places that they have together.
  void arrange(const callboard::Visitor& by, const std::vector<ItemId>& order);
  // A failed item whose processing may be tried again. False where it is not one.
  bool try_again(const callboard::Visitor& by, ItemId id);

  // Whoever it belongs to; in the caller's transaction.
  static void erase(callboard::Transaction& tx, callboard::MediaStore& media, callboard::SearchIndex& search,
                    const Item& known);

 private:
  Added add(callboard::Transaction& tx, const callboard::Visitor& by, Item item);

  Parts parts_;
};

// The item, if it is the visitor's. Throws NotFound.
Item own_item(callboard::Transaction& tx, const callboard::Visitor& by, ItemId id);
// Tells the search index what an item is found by in the administration: nothing, while it is private.
void put_words(callboard::Transaction& tx, callboard::SearchIndex& search, const Item& item);

}  // namespace portfolio
