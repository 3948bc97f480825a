#include "item_pages.hpp"

#include <algorithm>
#include <charconv>

#include "fault_texts.hpp"
#include "item_data.hpp"
#include "markdown.hpp"
#include "sql_albums.hpp"
#include "sql_items.hpp"
#include "upload_pages.hpp"

namespace portfolio {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr int kShowChoices = 100;
constexpr std::uint64_t kFormRoom = 1024 * 1024;  // beside the file

DescriptionInput input_of(const Form& form) {
  return {form.value("title"), form.value("description"), form.value("alt"),       form.value("happened_on"),
          form.value("show"),  form.value("album"),       form.value("visibility")};
}

DescriptionInput input_of(const Item& item) {
  const auto& said = item.said;
  return {said.title,
          said.text,
          said.alt,
          said.happened_on,
          said.show ? std::to_string(*said.show) : "",
          said.album ? std::to_string(static_cast<std::int64_t>(*said.album)) : "",
          std::string(name_of(said.visibility))};
}

json values_of(const DescriptionInput& input) {
  return {{"title", input.title}, {"description", input.text}, {"alt", input.alt}, {"happened_on", input.happened_on}};
}

json choice(const std::string& value, const Text& label, const std::string& chosen) {
  return {{"value", value}, {"label", label}, {"chosen", value == chosen}};
}

Kind kind_in(const std::string& name) {
  const auto kind = kind_from(name);
  if (!kind) throw NotFound("a kind of item");
  return *kind;
}

std::string item_url(ItemId id) { return "/portfolio/items/" + std::to_string(static_cast<std::int64_t>(id)); }

Text added_text(Kind kind) {
  return kind == Kind::Video ? _("The video is here. It will be shown as soon as it has been processed.")
                             : _("It is in your portfolio now.");
}

}  // namespace

void ItemPages::add_routes(Routes& routes) {
  routes.get("/portfolio/items/new", signed_in, [this](const Request& r, const Visitor& v) { return new_form(r, v); });
  routes.get("/portfolio/items/{id:int}/edit", signed_in,
             [this](const Request& r, const Visitor& v) { return edit_form(r, v); });
  routes.get("/portfolio/items/{id:int}/delete", signed_in,
             [this](const Request& r, const Visitor& v) { return ask_to_remove(r, v); });
  auto& add_route =
      routes.post("/portfolio/items/new", signed_in, [this](const Request& r, const Visitor& v) { return add(r, v); });
  add_route.heavy = true;
  add_route.body_limit = foundation_.settings.form_bytes + kFormRoom;
  auto& edit_route = routes.post("/portfolio/items/{id:int}/edit", signed_in,
                                 [this](const Request& r, const Visitor& v) { return edit(r, v); });
  edit_route.heavy = true;
  edit_route.body_limit = foundation_.settings.photo_bytes + kFormRoom;
  add_post_routes(routes);
}

void ItemPages::add_post_routes(Routes& routes) {
  routes.post("/portfolio/items/{id:int}/delete", signed_in,
              [this](const Request& r, const Visitor& v) { return remove(r, v); });
  routes.post("/portfolio/items/{id:int}/move", signed_in,
              [this](const Request& r, const Visitor& v) { return move(r, v); });
  routes.post("/portfolio/items/{id:int}/again", signed_in,
              [this](const Request& r, const Visitor& v) { return try_again(r, v); });
  routes.post("/portfolio/order", signed_in, [this](const Request& r, const Visitor& v) { return arrange(r, v); });
}

Item ItemPages::own(const Request& request, const Visitor& visitor) const {
  return foundation_.database.read_single(
      [&](Transaction& tx) { return own_item(tx, visitor, request.path<ItemId>("id")); });
}

json ItemPages::choices(const Visitor& visitor, const DescriptionInput& input) const {
  auto visibilities = json::array(), albums = json::array(), shows = json::array();
  for (const auto visibility : {Visibility::Private, Visibility::School, Visibility::Public}) {
    visibilities.push_back(choice(std::string(name_of(visibility)), label_of(visibility), input.visibility));
  }
  albums.push_back(choice("", _("None"), input.album));
  shows.push_back(choice("", _("None"), input.show));
  foundation_.database.read([&](Transaction& tx) {
    for (const auto& album : SqlAlbums::of_owner(tx, visitor.user)) {
      albums.push_back(
          choice(std::to_string(static_cast<std::int64_t>(album.id)), Text::verbatim(album.title), input.album));
    }
    if (!foundation_.shows) return;
    for (const auto& show : foundation_.shows->latest(tx, kShowChoices)) {
      shows.push_back(choice(std::to_string(show.id), Text::verbatim(show.title), input.show));
    }
    add_older_show(tx, input.show, shows);
  });
  return {{"visibility", std::move(visibilities)}, {"album", std::move(albums)}, {"show", std::move(shows)}};
}

// The one that was chosen once, else saving another change would lose it.
void ItemPages::add_older_show(Transaction& tx, const std::string& chosen, json& shows) const {
  const auto is_it = [&](const json& show) { return show["value"] == chosen; };
  if (std::any_of(shows.begin(), shows.end(), is_it)) return;
  std::int64_t id = 0;
  const auto parsed = std::from_chars(chosen.data(), chosen.data() + chosen.size(), id);
  if (parsed.ec != std::errc{} || parsed.ptr != chosen.data() + chosen.size()) return;
  for (const auto& [show, title] : foundation_.shows->titles(tx, {id})) {
    shows.push_back(choice(chosen, Text::verbatim(title), chosen));
  }
}

Response ItemPages::form(const Visitor& visitor, const Shown& shown, HttpStatus status) const {
  const auto& settings = foundation_.settings;
  const auto most = shown.kind == Kind::Photo ? settings.photo_bytes : settings.video.most_bytes;
  json data{{"kind", name_of(shown.kind)},
            {"is_photo", shown.kind == Kind::Photo},
            {"is_video", shown.kind == Kind::Video},
            {"is_text", shown.kind == Kind::Text},
            {"is_new", !shown.item.has_value()},
            {"takes_file", shown.kind == Kind::Photo || (shown.kind == Kind::Video && !shown.item)},
            {"action", shown.item ? item_url(shown.item->id) + "/edit"
                                  : "/portfolio/items/new?kind=" + std::string(name_of(shown.kind))},
            {"version", shown.item ? shown.item->version : 0},
            {"most", size_text(most)},
            {"most_by_form", size_text(std::min(most, settings.form_bytes))},
            {"values", values_of(shown.input)},
            {"choices", choices(visitor, shown.input)},
            {"faults", shown.faults ? shown.faults->json() : json::object()}};
  if (!shown.item && shown.kind != Kind::Text) data.update(upload_box(foundation_, shown.kind, visitor));
  if (shown.preview) data["markdown"] = markdown_events(tidy(shown.input.text));
  if (shown.preview) data["preview"] = true;
  return foundation_.view.render("portfolio/item_form", std::move(data), status);
}

Response ItemPages::faulty(const Visitor& visitor, const Shown& shown) const {
  return form(visitor, shown, HttpStatus::UnprocessableContent)
      .flash(_("Please check the marked fields."), Flash::Kind::Danger);
}

Response ItemPages::new_form(const Request& request, const Visitor& visitor) const {
  Shown shown;
  shown.kind = kind_in(request.query("kind").value_or("photo"));
  shown.input.visibility = "private";
  shown.input.album = request.query("album").value_or("");
  return form(visitor, shown, HttpStatus::Ok);
}

// As far as can be said before its sizes are known; what counts is the reservation that follows.
Reservation ItemPages::room_for_photo(const Visitor& visitor, const Item* replaced) const {
  const auto limits = foundation_.limits();
  const auto usage =
      foundation_.database.read_single([&](Transaction& tx) { return SqlOwners::usage(tx, visitor.user); });
  if (!replaced && usage.items >= limits.items) return Reservation::TooManyItems;
  return usage.used >= limits.used + (replaced ? replaced->size : 0) ? Reservation::QuotaFull : Reservation::Done;
}

std::optional<MadeFiles> ItemPages::photo_in(const Request& request, const Visitor& visitor, const Item* replaced,
                                             Faults& faults) const {
  static const RateLimit limit{"portfolio.photo", 60, std::chrono::seconds(10)};
  const auto* upload = request.form().upload("file");
  if (!upload) {
    if (!replaced) faults.add("file", _("Please choose a file."));
    return std::nullopt;
  }
  if (faults) return std::nullopt;
  if (const auto outcome = room_for_photo(visitor, replaced); outcome != Reservation::Done) {
    faults.add("file", text_of(outcome));
    return std::nullopt;
  }
  if (foundation_.partial_files.room() < upload->size) {
    throw Unavailable("no room for a photo", _("There is no room for this file at the moment. Try again later."));
  }
  foundation_.rate_limiter.require(limit, std::to_string(static_cast<std::int64_t>(visitor.user)));
  auto photo = photos_.make(*upload);
  if (photo.fault == PictureFault::None) return std::move(photo.made);
  faults.add("file", photos_.text_of_fault(photo.fault));
  return std::nullopt;
}

void ItemPages::store(const Request& request, const Visitor& visitor, Kind kind, const Description& said,
                      Faults& faults) {
  auto outcome = Reservation::Done;
  if (kind == Kind::Photo) {
    const auto photo = photo_in(request, visitor, nullptr, faults);
    if (photo && !faults) outcome = items_.add_photo(visitor, said, *photo).outcome;
  } else if (kind == Kind::Video) {
    const auto* upload = request.form().upload("file");
    if (!upload) faults.add("file", _("Please choose a file."));
    if (upload && upload->size > foundation_.settings.video.most_bytes)
      faults.add("file", _("This file is too large."));
    if (const auto fault = upload ? name_fault(kind, upload->name, foundation_.settings) : std::nullopt)
      faults.add("file", *fault);
    if (upload && !faults) {
      outcome =
          uploads_.take(visitor, kind, said, one_line(upload->name, kLongestTitle), upload->file->path(), upload->size)
              .outcome;
    }
  } else if (!faults) {
    outcome = items_.add_text(visitor, said).outcome;
  }
  if (outcome != Reservation::Done) faults.add(kind == Kind::Text ? "title" : "file", text_of(outcome));
}

Response ItemPages::add(const Request& request, const Visitor& visitor) {
  Shown shown;
  shown.kind = kind_in(request.query("kind").value_or("photo"));
  shown.input = input_of(request.form());
  if (request.form().has("preview")) {
    shown.preview = true;
    return form(visitor, shown, HttpStatus::Ok);
  }
  Faults faults;
  const auto said = check_.checked(visitor, shown.input, shown.kind, faults);
  store(request, visitor, shown.kind, said, faults);
  if (!faults) return see_other("/portfolio").flash(added_text(shown.kind));
  shown.faults = &faults;
  return faulty(visitor, shown);
}

Response ItemPages::edit_form(const Request& request, const Visitor& visitor) const {
  Shown shown;
  shown.item = own(request, visitor);
  shown.kind = shown.item->kind;
  shown.input = input_of(*shown.item);
  return form(visitor, shown, HttpStatus::Ok);
}

Response ItemPages::edit(const Request& request, const Visitor& visitor) {
  Shown shown;
  shown.item = own(request, visitor);
  shown.kind = shown.item->kind;
  shown.input = input_of(request.form());
  if (request.form().has("preview")) {
    shown.preview = true;
    return form(visitor, shown, HttpStatus::Ok);
  }
  Faults faults;
  const auto said = check_.checked(visitor, shown.input, shown.kind, faults);
  std::optional<MadeFiles> photo;
  if (shown.kind == Kind::Photo && shown.item->state == State::Ready)
    photo = photo_in(request, visitor, &*shown.item, faults);
  auto changed = Items::Changed::Done;
  if (!faults) {
    const auto version = request.form().value("version");
    const bool same = version.empty() || version == std::to_string(shown.item->version);
    changed =
        same ? items_.change(visitor, shown.item->id, shown.item->version, said, photo) : Items::Changed::SomebodyElse;
  }
  if (changed == Items::Changed::QuotaFull) faults.add(photo ? "file" : "description", text_of(Reservation::QuotaFull));
  if (changed == Items::Changed::SomebodyElse) {
    faults.add("title", _("It was changed elsewhere meanwhile. Look at your entries and save again."));
  }
  if (!faults) return see_other(item_url(shown.item->id)).flash(_("Your changes are saved."));
  shown.faults = &faults;
  return faulty(visitor, shown);
}

Response ItemPages::ask_to_remove(const Request& request, const Visitor& visitor) const {
  const auto item = own(request, visitor);
  return foundation_.view.render("portfolio/item_delete", item_data(foundation_, item, {"", true, false}));
}

Response ItemPages::remove(const Request& request, const Visitor& visitor) {
  items_.remove(visitor, request.path<ItemId>("id"));
  return see_other("/portfolio").flash(_("It is deleted, and its files with it."));
}

Response ItemPages::move(const Request& request, const Visitor& visitor) {
  const auto direction = request.form().value("direction");
  if (direction != "up" && direction != "down") throw BadRequest(_("There is no such direction."));
  const auto id = request.path<ItemId>("id");
  items_.move(visitor, id, direction == "up");
  return see_other("/portfolio#item" + std::to_string(static_cast<std::int64_t>(id)));
}

// "7,3,12": what the script sends after something was dragged.
Response ItemPages::arrange(const Request& request, const Visitor& visitor) {
  std::vector<ItemId> order;
  const auto text = request.form().value("items");
  const char* at = text.data();
  const char* end = at + text.size();
  while (at < end && order.size() <= static_cast<std::size_t>(foundation_.settings.items)) {
    std::int64_t id = 0;
    const auto parsed = std::from_chars(at, end, id);
    if (parsed.ec != std::errc{} || id < 1) throw BadRequest(_("There is no such order."));
    order.push_back(ItemId{id});
    at = parsed.ptr < end && *parsed.ptr == ',' ? parsed.ptr + 1 : parsed.ptr;
    if (parsed.ptr < end && *parsed.ptr != ',') throw BadRequest(_("There is no such order."));
  }
  items_.arrange(visitor, order);
  if (request.header("X-CSRF-Token")) return Response(HttpStatus::NoContent);
  return see_other("/portfolio").flash(_("The order is saved."));
}

Response ItemPages::try_again(const Request& request, const Visitor& visitor) {
  if (!items_.try_again(visitor, request.path<ItemId>("id"))) {
    return see_other("/portfolio").flash(_("This cannot be tried again."), Flash::Kind::Warning);
  }
  return see_other("/portfolio").flash(_("It is being processed again."));
}

}  // namespace portfolio
