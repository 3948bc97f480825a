#include "items.hpp"

#include <algorithm>

#include "fault_texts.hpp"
#include "sql_albums.hpp"
#include "sql_items.hpp"
#include "sql_uploads.hpp"

namespace portfolio {

using namespace callboard;

Item own_item(Transaction& tx, const Visitor& by, ItemId id) {
  auto item = SqlItems::find(tx, id);
  if (!item || !by.is_person() || item->owner != by.user) throw NotFound("an item of one's own");
  return std::move(*item);
}

void put_words(Transaction& tx, SearchIndex& search, const Item& item) {
  const auto id = static_cast<std::int64_t>(item.id);
  if (item.said.visibility == Visibility::Private) {
    search.remove(tx, kItemRecord, id);
  } else {
    search.put(tx, kItemRecord, id, {item.said.title});
  }
}

Items::Added Items::add(Transaction& tx, const Visitor& by, Item item) {
  const auto outcome = SqlOwners::reserve(tx, by.user, {item.size, 1, 0}, parts_.limits);
  if (outcome != Reservation::Done) return {outcome, {}};
  item.owner = by.user;
  item.state = State::Ready;
  item.created = parts_.clock.now();
  item.position = SqlOwners::next_position(tx, by.user);
  item.id = SqlItems::add(tx, item);
  put_words(tx, parts_.search, item);
  return {outcome, item.id};
}

Items::Added Items::add_text(const Visitor& by, const Description& said) {
  Item item;
  item.kind = Kind::Text;
  item.said = said;
  item.size = said.text.size();
  return parts_.database.transact([&](Transaction& tx) { return add(tx, by, item); });
}

Items::Added Items::add_photo(const Visitor& by, const Description& said, const MadeFiles& photo) {
  Item item;
  item.kind = Kind::Photo;
  item.said = said;
  item.size = photo.size;
  return parts_.database.transact([&](Transaction& tx) {
    const auto added = add(tx, by, item);
    if (added.outcome != Reservation::Done) return added;
    Item content = item;
    content.id = added.id;
    content.width = photo.width;
    content.height = photo.height;
    SqlItems::set_content(tx, content);
    put_files(tx, parts_.media, added.id, photo);
    return added;
  });
}

Items::Changed Items::change(const Visitor& by, ItemId id, std::int64_t version, const Description& said,
                             const std::optional<MadeFiles>& photo) try {
  return parts_.database.transact([&](Transaction& tx) {
    SqlOwners::lock(tx, by.user);
    auto item = own_item(tx, by, id);
    item.version = version;
    item.said = said;
    if (!SqlItems::describe(tx, item)) return Changed::SomebodyElse;
    put_words(tx, parts_.search, item);
    auto size = item.size;
    if (item.kind == Kind::Text) size = said.text.size();
    if (photo) size = photo->size;
    if (size == item.size && !photo) return Changed::Done;
    SqlOwners::give_back(tx, by.user, {item.size, 0, 0});
    if (SqlOwners::reserve(tx, by.user, {size, 0, 0}, parts_.limits) != Reservation::Done) {
      throw ContentTooLarge("the quota of a portfolio");  // so that nothing of it stays
    }
    item.size = size;
    if (photo) {
      item.width = photo->width;
      item.height = photo->height;
      put_files(tx, parts_.media, id, *photo);
    }
    SqlItems::set_content(tx, item);
    return Changed::Done;
  });
} catch (const ContentTooLarge&) {
  return Changed::QuotaFull;
}

void Items::erase(Transaction& tx, MediaStore& media, SearchIndex& search, const Item& known) {
  SqlOwners::lock(tx, known.owner);
  // Its size and its upload may be others than a moment ago.
  const auto item = SqlItems::find(tx, known.id);
  if (!item) return;
  const auto upload = SqlUploads::of_item(tx, item->id);
  const bool is_open = upload && upload->state == UploadState::Open;
  media.release(tx, kMediaUse, static_cast<std::int64_t>(item->id));
  SqlUploads::drop_of(tx, item->id);
  search.remove(tx, kItemRecord, static_cast<std::int64_t>(item->id));
  if (SqlItems::erase(tx, item->id)) SqlOwners::give_back(tx, item->owner, {item->size, 1, is_open ? 1 : 0});
}

void Items::remove(const Visitor& by, ItemId id) {
  parts_.database.transact([&](Transaction& tx) { erase(tx, parts_.media, parts_.search, own_item(tx, by, id)); });
}

void Items::move(const Visitor& by, ItemId id, bool up) {
  parts_.database.transact([&](Transaction& tx) {
    SqlOwners::lock(tx, by.user);
    own_item(tx, by, id);
    auto order = SqlItems::of_owner(tx, by.user);
    const auto at = std::find(order.begin(), order.end(), id);
    if (up ? at == order.begin() : at + 1 == order.end()) return;
    const auto other = *(up ? at - 1 : at + 1);
    const auto mine = SqlItems::find(tx, id).value().position, theirs = SqlItems::find(tx, other).value().position;
    SqlItems::set_position(tx, id, theirs);
    SqlItems::set_position(tx, other, mine);
  });
}

void Items::arrange(const Visitor& by, const std::vector<ItemId>& order) {
  parts_.database.transact([&](Transaction& tx) {
    SqlOwners::lock(tx, by.user);
    std::vector<std::int64_t> places;
    std::vector<ItemId> mine;
    for (const auto id : order) {
      const auto item = SqlItems::find(tx, id);
      if (!item || item->owner != by.user || std::find(mine.begin(), mine.end(), id) != mine.end()) continue;
      mine.push_back(id);
      places.push_back(item->position);
    }
    std::sort(places.rbegin(), places.rend());
    for (std::size_t i = 0; i < mine.size(); ++i) SqlItems::set_position(tx, mine[i], places[i]);
  });
}

bool Items::try_again(const Visitor& by, ItemId id) {
  return parts_.database.transact([&](Transaction& tx) {
    const auto item = own_item(tx, by, id);
    return item.fault == kNotProcessed && SqlItems::move(tx, id, State::Failed, State::Processing);
  });
}

}  // namespace portfolio
