#include "gallery_pages.hpp"

#include <algorithm>
#include <charconv>

#include <callboard/moment.hpp>

#include "item_data.hpp"
#include "sql_albums.hpp"

namespace portfolio {

using namespace callboard;
using nlohmann::json;

namespace {

std::optional<std::int64_t> number_in_query(const Request& request, const char* name) {
  const auto text = request.query(name);
  if (!text || text->empty()) return std::nullopt;
  std::int64_t value = 0;
  const auto parsed = std::from_chars(text->data(), text->data() + text->size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != text->data() + text->size() || value < 1) {
    throw BadRequest(_("There is no such page."), "a page of a portfolio that is none");
  }
  return value;
}

std::optional<AlbumId> album_in_query(const Request& request) {
  const auto number = number_in_query(request, "album");
  return number ? std::optional(AlbumId{*number}) : std::nullopt;
}

// Nothing of a portfolio is kept by a cache that others share, and a kept file is asked for again each time: so it is
// gone from the moment on at which it is shown no more. nginx answers 304 by the file's ETag.
Response uncached(Response response) {
  response.headers().set("Cache-Control", "private, no-cache");
  return response;
}

// A page below a link is for whoever has the link: no search engine lists it, and no cache keeps it. (That other sites
// do not learn of it by a referrer is nginx's policy for all pages.)
Response unlisted(Response response) {
  response.headers().set("X-Robots-Tag", "noindex");
  response.headers().set("Cache-Control", "no-store");
  return response;
}

std::string token_in(const Request& request) { return request.path<std::string>("token"); }

}  // namespace

void GalleryPages::add_routes(Routes& routes) const {
  routes.get("/portfolio", signed_in, [this](const Request& r, const Visitor& v) { return mine(r, v); });
  routes.get("/portfolio/{who}", everyone, [this](const Request& r, const Visitor& v) { return theirs(r, v); });
  routes.get("/portfolio/items/{id:int}", everyone,
             [this](const Request& r, const Visitor& v) { return item(r, reader_of(v)); });
  routes.get("/portfolio/media/{id:int}/{variant}", everyone,
             [this](const Request& r, const Visitor& v) { return media(r, reader_of(v)); });
  routes.get("/portfolio/shared/{token}", everyone, [this](const Request& r, const Visitor&) { return shared(r); });
  routes.get("/portfolio/shared/{token}/items/{id:int}", everyone,
             [this](const Request& r, const Visitor&) { return unlisted(item(r, linked(r))); });
  routes.get("/portfolio/shared/{token}/media/{id:int}/{variant}", everyone,
             [this](const Request& r, const Visitor&) { return media(r, linked(r)); });
}

json GalleryPages::albums(UserId owner, std::optional<AlbumId> chosen) const {
  auto all = json::array();
  const auto albums = foundation_.database.read_single([&](Transaction& tx) { return SqlAlbums::of_owner(tx, owner); });
  for (const auto& album : albums) {
    all.push_back({{"album", static_cast<std::int64_t>(album.id)},
                   {"album_title", album.title},
                   {"count", album.items},
                   {"is_chosen", chosen == album.id}});
  }
  return all;
}

Response GalleryPages::mine(const Request& request, const Visitor& visitor) const {
  const auto album = album_in_query(request);
  const auto before = number_in_query(request, "before");
  const auto gallery = viewing_.gallery(reader_of(visitor), visitor.user, album, before);
  const auto usage =
      foundation_.database.read_single([&](Transaction& tx) { return SqlOwners::usage(tx, visitor.user); });
  const auto quota = std::max<std::uint64_t>(foundation_.settings.quota, 1);
  return foundation_.view.render("portfolio/mine",
                                 {{"items", items_data(foundation_, gallery.items, {"", true, false})},
                                  {"albums", albums(visitor.user, album)},
                                  {"album_filter", album ? std::to_string(static_cast<std::int64_t>(*album)) : ""},
                                  {"next", gallery.next ? std::to_string(*gallery.next) : ""},
                                  {"further", before.has_value()},
                                  {"my_page", "/portfolio/" + std::to_string(static_cast<std::int64_t>(visitor.user))},
                                  {"used", size_text(usage.used)},
                                  {"quota", size_text(quota)},
                                  {"used_percent", std::min<std::uint64_t>(100, usage.used * 100 / quota)}});
}

std::optional<UserId> GalleryPages::owner_named(const std::string& who) const {
  const bool is_number =
      !who.empty() && std::all_of(who.begin(), who.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (is_number && who.size() < 19) return UserId{std::stoll(who)};
  // An address is nobody's name here: it must not tell who has an account.
  if (who.find('@') != std::string::npos || who.size() > 100) return std::nullopt;
  const auto found =
      foundation_.database.read_single([&](Transaction& tx) { return foundation_.people.named(tx, who); });
  return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

Response GalleryPages::theirs(const Request& request, const Visitor& visitor) const {
  const auto owner = owner_named(request.path<std::string>("who"));
  if (!owner) throw NotFound("a portfolio");
  // As others see it, also for its owner.
  auto reader = reader_of(visitor);
  if (reader.user == owner) reader.user = UserId{};
  return uncached(gallery(request, reader, *owner));
}

Reader GalleryPages::linked(const Request& request) const { return viewing_.by_link(token_in(request)); }

Response GalleryPages::shared(const Request& request) const {
  const auto reader = linked(request);
  return unlisted(gallery(request, reader, reader.link.value().owner));
}

Response GalleryPages::gallery(const Request& request, const Reader& reader, UserId owner) const {
  const auto before = number_in_query(request, "before");
  const auto gallery = viewing_.gallery(reader, owner, std::nullopt, before);
  if (gallery.items.empty() && !reader.link) throw NotFound("a portfolio of which this visitor sees something");
  const auto names =
      foundation_.database.read_single([&](Transaction& tx) { return foundation_.people.names(tx, {owner}); });
  const auto found = names.find(owner);
  if (found == names.end()) throw NotFound("a person");
  const auto& person = found->second;
  const auto token = reader.link ? token_in(request) : std::string();
  return foundation_.view.render("portfolio/gallery",
                                 {{"person", person.full_name.empty() ? person.name : person.full_name},
                                  {"album_title", reader.link ? reader.link->album_title : ""},
                                  {"expires", reader.link ? moment(reader.link->expires, MomentStyle::Date) : json()},
                                  {"items", items_data(foundation_, gallery.items, {token, false, false})},
                                  {"here", request.path()},
                                  {"next", gallery.next ? std::to_string(*gallery.next) : ""}});
}

Response GalleryPages::item(const Request& request, const Reader& reader) const {
  const auto item = viewing_.item(reader, request.path<ItemId>("id"));
  const auto token = reader.link ? token_in(request) : std::string();
  const bool mine = owns(reader, item);
  auto data = item_data(foundation_, item, {token, mine, true});
  const auto names =
      foundation_.database.read_single([&](Transaction& tx) { return foundation_.people.names(tx, {item.owner}); });
  const auto person = names.find(item.owner);
  if (person != names.end())
    data["person"] = person->second.full_name.empty() ? person->second.name : person->second.full_name;
  data["back"] = mine             ? "/portfolio"
                 : !token.empty() ? "/portfolio/shared/" + token
                                  : "/portfolio/" + std::to_string(static_cast<std::int64_t>(item.owner));
  return uncached(foundation_.view.render("portfolio/item", std::move(data)));
}

Response GalleryPages::media(const Request& request, const Reader& reader) const {
  const auto file = viewing_.file(reader, request.path<ItemId>("id"), request.path<std::string>("variant"));
  auto response = uncached(foundation_.media.send(file.name, file.content_type));
  if (reader.link) response.headers().set("X-Robots-Tag", "noindex");
  return response;
}

}  // namespace portfolio
