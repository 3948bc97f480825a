#include "shows.hpp"

namespace theatre_admin {

using namespace callboard;

Shows::Page Shows::list(const Visitor&, bool past, const std::optional<ShowCursor>& after) const {
  Page page;
  page.shows = database_.read_single([&](Transaction& tx) {
    return past ? rows_.past(tx, clock_.now(), after, kPage + 1) : rows_.upcoming(tx, clock_.now(), after, kPage + 1);
  });
  if (page.shows.size() > static_cast<std::size_t>(kPage)) {
    page.shows.pop_back();
    page.next = ShowCursor{page.shows.back().starts_at, page.shows.back().id};
  }
  return page;
}

std::vector<Show> Shows::next(const Visitor&, int most) const {
  return database_.read_single([&](Transaction& tx) { return rows_.upcoming(tx, clock_.now(), std::nullopt, most); });
}

Show Shows::show(const Visitor& visitor, ShowId id) const {
  auto show = database_.read_single([&](Transaction& tx) { return rows_.find(tx, id); });
  if (!show || (show->draft && !visitor.has_role("admin"))) throw NotFound("a show");
  return std::move(*show);
}

}  // namespace theatre_admin
