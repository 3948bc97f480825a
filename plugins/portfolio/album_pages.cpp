#include "album_pages.hpp"

#include <charconv>

#include <callboard/crypto.hpp>
#include <callboard/moment.hpp>

#include "description_rules.hpp"
#include "sql_albums.hpp"

namespace portfolio {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::size_t kMostAlbums = 100;
constexpr std::size_t kMostLinks = 50;
constexpr std::size_t kLongestAlbumTitle = 100;
constexpr std::size_t kLongestAlbumText = 1000;
constexpr std::size_t kLongestNote = 100;
constexpr int kMostDays = 365;

std::string album_id(AlbumId id) { return std::to_string(static_cast<std::int64_t>(id)); }

Album album_in(const Form& form, Faults& faults) {
  Album album;
  album.title = tidy(form.value("title"));
  album.description = tidy(form.value("description"));
  if (album.title.empty()) faults.add("title", _("Please give a title."));
  const auto too_long = [&](const std::string& text, const char* field, std::size_t most) {
    if (characters(text) > most)
      faults.add(field, _("At most {count} characters, please.").with("count", static_cast<long long>(most)));
    if (has_odd_characters(text)) faults.add(field, _("This has characters that cannot be shown."));
  };
  too_long(album.title, "title", kLongestAlbumTitle);
  too_long(album.description, "description", kLongestAlbumText);
  return album;
}

int days_in(const std::string& text, int fallback, Faults& faults) {
  if (text.empty()) return fallback;
  int days = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), days);
  const bool whole = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
  if (!whole || days < 1 || days > kMostDays) faults.add("days", _("A number of days from 1 to 365, please."));
  return days;
}

}  // namespace

void AlbumPages::add_routes(Routes& routes) const {
  routes.get("/portfolio/albums", signed_in, [this](const Request&, const Visitor& v) { return albums(v); });
  routes.post("/portfolio/albums", signed_in, [this](const Request& r, const Visitor& v) { return add_album(r, v); });
  routes.get("/portfolio/albums/{id:int}/edit", signed_in,
             [this](const Request& r, const Visitor& v) { return album_form(r, v); });
  routes.post("/portfolio/albums/{id:int}/edit", signed_in,
              [this](const Request& r, const Visitor& v) { return change_album(r, v); });
  routes.post("/portfolio/albums/{id:int}/delete", signed_in,
              [this](const Request& r, const Visitor& v) { return remove_album(r, v); });
  routes.get("/portfolio/links", signed_in, [this](const Request&, const Visitor& v) { return links(v); });
  routes.post("/portfolio/links", signed_in, [this](const Request& r, const Visitor& v) { return add_link(r, v); });
  routes.post("/portfolio/links/{id:int}/revoke", signed_in,
              [this](const Request& r, const Visitor& v) { return revoke_link(r, v); });
}

Album AlbumPages::own_album(Transaction& tx, const Visitor& visitor, AlbumId id) const {
  auto album = SqlAlbums::find(tx, id);
  if (!album || album->owner != visitor.user) throw NotFound("an album of one's own");
  return std::move(*album);
}

Response AlbumPages::albums_page(const Visitor& visitor, const json& values, const Faults& faults,
                                 HttpStatus status) const {
  auto rows = json::array();
  const auto all =
      foundation_.database.read_single([&](Transaction& tx) { return SqlAlbums::of_owner(tx, visitor.user); });
  for (const auto& album : all) {
    rows.push_back({{"id", album_id(album.id)},
                    {"album_title", album.title},
                    {"album_text", album.description},
                    {"count", plural("{count} item", "{count} items", album.items)}});
  }
  return foundation_.view.render("portfolio/albums", {{"albums", rows}, {"values", values}, {"faults", faults.json()}},
                                 status);
}

Response AlbumPages::albums(const Visitor& visitor) const {
  return albums_page(visitor, json::object(), {}, HttpStatus::Ok);
}

Response AlbumPages::add_album(const Request& request, const Visitor& visitor) const {
  Faults faults;
  auto album = album_in(request.form(), faults);
  album.owner = visitor.user;
  if (!faults) {
    foundation_.database.transact([&](Transaction& tx) {
      if (SqlAlbums::of_owner(tx, visitor.user).size() < kMostAlbums) {
        SqlAlbums::add(tx, album);
      } else {
        faults.add("title", _("You have as many albums as there can be."));
      }
    });
  }
  if (!faults) return see_other("/portfolio/albums").flash(_("The album is there."));
  return albums_page(visitor,
                     {{"title", request.form().value("title")}, {"description", request.form().value("description")}},
                     faults, HttpStatus::UnprocessableContent)
      .flash(_("Please check the marked fields."), Flash::Kind::Danger);
}

Response AlbumPages::album_page(const Album& album, const Faults& faults, HttpStatus status) const {
  return foundation_.view.render("portfolio/album_form",
                                 {{"id", album_id(album.id)},
                                  {"values", {{"title", album.title}, {"description", album.description}}},
                                  {"faults", faults.json()}},
                                 status);
}

Response AlbumPages::album_form(const Request& request, const Visitor& visitor) const {
  const auto album = foundation_.database.read_single(
      [&](Transaction& tx) { return own_album(tx, visitor, request.path<AlbumId>("id")); });
  return album_page(album, {}, HttpStatus::Ok);
}

Response AlbumPages::change_album(const Request& request, const Visitor& visitor) const {
  Faults faults;
  auto album = album_in(request.form(), faults);
  album.id = request.path<AlbumId>("id");
  foundation_.database.transact([&](Transaction& tx) {
    own_album(tx, visitor, album.id);
    if (!faults) SqlAlbums::change(tx, album);
  });
  if (!faults) return see_other("/portfolio/albums").flash(_("Your changes are saved."));
  return album_page(album, faults, HttpStatus::UnprocessableContent)
      .flash(_("Please check the marked fields."), Flash::Kind::Danger);
}

Response AlbumPages::remove_album(const Request& request, const Visitor& visitor) const {
  foundation_.database.transact(
      [&](Transaction& tx) { SqlAlbums::erase(tx, own_album(tx, visitor, request.path<AlbumId>("id")).id); });
  return see_other("/portfolio/albums").flash(_("The album is gone; what was in it is still in your portfolio."));
}

Response AlbumPages::links_page(const Visitor& visitor, const json& values, const Faults& faults,
                                HttpStatus status) const {
  auto rows = json::array(), albums = json::array();
  albums.push_back({{"value", ""}, {"label", _("The whole portfolio")}, {"chosen", false}});
  foundation_.database.read([&](Transaction& tx) {
    for (const auto& link : SqlLinks::of_owner(tx, visitor.user, foundation_.clock.now())) {
      rows.push_back({{"id", static_cast<std::int64_t>(link.id)},
                      {"note", link.note},
                      {"album_title", link.album_title},
                      {"created", moment(link.created, MomentStyle::Date)},
                      {"expires", moment(link.expires)}});
    }
    for (const auto& album : SqlAlbums::of_owner(tx, visitor.user)) {
      albums.push_back({{"value", album_id(album.id)},
                        {"label", album.title},
                        {"chosen", values.value("album", "") == album_id(album.id)}});
    }
  });
  return foundation_.view.render(
      "portfolio/links",
      {{"links", rows}, {"choices", {{"album", albums}}}, {"values", values}, {"faults", faults.json()}}, status);
}

int AlbumPages::usual_days() const {
  return static_cast<int>(std::chrono::duration_cast<std::chrono::days>(foundation_.settings.link_life).count());
}

Response AlbumPages::links(const Visitor& visitor) const {
  return links_page(visitor, {{"days", std::to_string(usual_days())}}, {}, HttpStatus::Ok);
}

// Where the link is to lead, and until when.
Link AlbumPages::link_in(const Form& form, const Visitor& visitor, Faults& faults) const {
  Link link;
  link.owner = visitor.user;
  link.note = one_line(form.value("note"), kLongestNote);
  link.created = foundation_.clock.now();
  link.expires = link.created + std::chrono::days(days_in(form.value("days"), usual_days(), faults));
  const auto album = form.value("album");
  std::int64_t number = 0;
  std::from_chars(album.data(), album.data() + album.size(), number);
  if (!album.empty()) link.album = AlbumId{number};
  return link;
}

void AlbumPages::keep_link(const Link& link, const std::string& token, Faults& faults) const {
  foundation_.database.transact([&](Transaction& tx) {
    const auto album = link.album ? SqlAlbums::find(tx, *link.album) : std::nullopt;
    if (link.album && (!album || album->owner != link.owner)) {
      faults.add("album", _("There is no such album."));
    } else if (SqlLinks::of_owner(tx, link.owner, link.created).size() >= kMostLinks) {
      faults.add("note", _("You have as many links as there can be. Revoke one first."));
    } else {
      SqlLinks::add(tx, link, sha256_hex(token));
    }
  });
}

Response AlbumPages::add_link(const Request& request, const Visitor& visitor) const {
  const auto& form = request.form();
  Faults faults;
  const auto link = link_in(form, visitor, faults);
  const auto token = random_token();
  if (!faults) keep_link(link, token, faults);
  if (faults) {
    return links_page(visitor,
                      {{"note", form.value("note")}, {"days", form.value("days")}, {"album", form.value("album")}},
                      faults, HttpStatus::UnprocessableContent)
        .flash(_("Please check the marked fields."), Flash::Kind::Danger);
  }
  const auto url = foundation_.site.info()->url + "/portfolio/shared/" + token;
  return see_other("/portfolio/links").flash(_("Your link, shown only this once: {url}").with("url", url));
}

Response AlbumPages::revoke_link(const Request& request, const Visitor& visitor) const {
  const bool revoked = foundation_.database.transact_single(
      [&](Transaction& tx) { return SqlLinks::erase(tx, visitor.user, request.path<LinkId>("id")); });
  if (!revoked) throw NotFound("a share link of one's own");
  return see_other("/portfolio/links").flash(_("The link opens nothing any more."));
}

}  // namespace portfolio
