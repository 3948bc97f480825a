#include "show_pages.hpp"

#include "show_data.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

std::optional<ShowCursor> cursor_in(const Request& request) {
  const auto text = request.query("after");
  if (!text) return std::nullopt;
  const auto cursor = cursor_of(*text);
  if (!cursor) throw BadRequest(_("There is no such page."), "a cursor of the playbill that is none");
  return cursor;
}

}  // namespace

Response ShowPages::list(const Request& request, const Visitor& visitor) const {
  const bool past = request.query("past") == "1";
  const auto after = cursor_in(request);
  const auto page = shows_.list(visitor, past, after);
  return view_.render("theatre_admin/shows",
                      {{"past", past},
                       {"further", after.has_value()},
                       {"admin", visitor.has_role("admin")},
                       {"months", by_month(page.shows, site_.info()->time_zone, reviews_.ratings(page.shows))},
                       {"next", page.next ? text_of(*page.next) : ""}});
}

Response ShowPages::show(const Request& request, const Visitor& visitor) const {
  const auto show = shows_.show(visitor, request.path<ShowId>("id"));
  auto data = show_data(show, site_.info()->time_zone);
  data["admin"] = visitor.has_role("admin");
  data["over"] = shows_.is_over(show);
  data["reviews"] = reviews_.of(show, visitor);
  return view_.render("theatre_admin/show", std::move(data));
}

Response ShowPages::picture(const Request& request, const Visitor& visitor) const {
  const auto show = shows_.show(visitor, request.path<ShowId>("id"));
  if (show.picture.empty()) throw NotFound("a show's picture");
  auto response = media_.send(show.picture, "image/webp");
  // What only administrators see is kept by no cache that others share.
  const bool is_this_one = request.head().target == picture_url(show);
  const auto* kept = show.draft ? "private, max-age=31536000, immutable" : "public, max-age=31536000, immutable";
  response.headers().set("Cache-Control", is_this_one ? kept : "no-cache");
  return response;
}

json ShowPages::home_panel(const Visitor& visitor) const {
  constexpr int kShown = 3;
  const auto shows = shows_.next(visitor, kShown);
  if (shows.empty()) return nullptr;
  auto shown = json::array();
  for (const auto& show : shows) shown.push_back(show_data(show, site_.info()->time_zone));
  return {{"shows", std::move(shown)}};
}

}  // namespace theatre_admin
