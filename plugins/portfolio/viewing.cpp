#include "viewing.hpp"

#include <callboard/crypto.hpp>

#include "sql_albums.hpp"
#include "sql_items.hpp"

namespace portfolio {

using namespace callboard;

namespace {

constexpr std::size_t kTokenLength = 43;

Item seen_item(Transaction& tx, const Reader& reader, ItemId id) {
  auto item = SqlItems::find(tx, id);
  if (!item || !may_see(reader, *item)) throw NotFound("an item of a portfolio");
  return std::move(*item);
}

}  // namespace

Reader reader_of(const Visitor& visitor) {
  return {visitor.is_person() ? std::optional(visitor.user) : std::nullopt, std::nullopt};
}

bool owns(const Reader& reader, const Item& item) { return !reader.link && reader.user == item.owner; }

Visibility least_for(const Reader& reader, UserId owner) {
  if (reader.link) return Visibility::School;
  if (reader.user == owner) return Visibility::Private;
  return reader.user ? Visibility::School : Visibility::Public;
}

bool may_see(const Reader& reader, const Item& item) {
  if (reader.link && reader.link->owner != item.owner) return false;
  if (reader.link && reader.link->album && reader.link->album != item.said.album) return false;
  const auto least = least_for(reader, item.owner);
  if (least == Visibility::Private) return true;
  return item.state == State::Ready && !item.taken_down && item.said.visibility >= least;
}

Viewing::Gallery Viewing::gallery(const Reader& reader, UserId owner, std::optional<AlbumId> album,
                                  std::optional<std::int64_t> before) const {
  Selection selection{owner, least_for(reader, owner), album, before.value_or(INT64_MAX), kPage + 1};
  if (reader.link && reader.link->album) selection.album = reader.link->album;
  Gallery gallery;
  gallery.items = database_.read_single([&](Transaction& tx) { return SqlItems::select(tx, selection); });
  if (gallery.items.size() > static_cast<std::size_t>(kPage)) {
    gallery.items.pop_back();
    gallery.next = gallery.items.back().position;
  }
  return gallery;
}

Item Viewing::item(const Reader& reader, ItemId id) const {
  return database_.read_single([&](Transaction& tx) { return seen_item(tx, reader, id); });
}

ItemFile Viewing::file(const Reader& reader, ItemId id, const std::string& variant) const {
  return database_.read([&](Transaction& tx) {
    seen_item(tx, reader, id);
    auto file = SqlItems::file(tx, id, variant);
    if (!file) throw NotFound("a file of an item");
    return std::move(*file);
  });
}

Reader Viewing::by_link(const std::string& token) const {
  if (token.size() != kTokenLength) throw NotFound("a share link");
  auto link =
      database_.read_single([&](Transaction& tx) { return SqlLinks::find(tx, sha256_hex(token), clock_.now()); });
  if (!link) throw NotFound("a share link");
  return {std::nullopt, std::move(link)};
}

}  // namespace portfolio
