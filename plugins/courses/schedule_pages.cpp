#include "schedule_pages.hpp"

#include <fmt/format.h>

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

// What the list shows of these courses beside the catalogue itself.
std::string stamp_of(const Catalogue::Shown& shown, const ListContext& context) {
  auto stamp = fmt::format("{} {} {} {}", shown.state->revision, context.today, context.zone, shown.pages);
  for (const auto& entry : shown.entries) {
    const auto id = static_cast<std::int64_t>(entry.course->course.id);
    fmt::format_to(std::back_inserter(stamp), " {}:{}", id, entry.free);
    const auto rating = context.ratings.find(id);
    if (rating == context.ratings.end()) continue;
    fmt::format_to(std::back_inserter(stamp), ":{}:{}", rating->second.count, rating->second.average);
  }
  return stamp;
}

}  // namespace

Response SchedulePages::schedule(const Request& request, const Visitor& visitor) const {
  const auto query = ScheduleQuery::read(request);
  const Reader reader{request.language(), visitor.has_role("admin")};
  const auto html = query.view == ScheduleQuery::View::List ? list(query, reader) : calendar(query, reader);
  return parts_.view.render("courses/schedule",
                            {{"schedule", json::array({{{"$page", "$prepared"}, {"data", {{"prepared", *html}}}}})}});
}

ListContext SchedulePages::context(const Catalogue::Shown* shown) const {
  ListContext context{parts_.site.info()->time_zone, parts_.catalogue.today_date(), {}};
  if (!reviews_ || !shown || shown->entries.empty()) return context;
  std::vector<std::int64_t> ids;
  for (const auto& entry : shown->entries) ids.push_back(static_cast<std::int64_t>(entry.course->course.id));
  context.ratings = parts_.database.read_single([&](Transaction& tx) { return reviews_->ratings(tx, "course", ids); });
  return context;
}

std::string SchedulePages::key_of(const ScheduleQuery& query, const Reader& reader) {
  return fmt::format("{} {} {}", code_of(reader.language), reader.admin, query.address());
}

template <typename Make>
PreparedParts::Html SchedulePages::prepared(const ScheduleQuery& query, const Reader& reader, const std::string& page,
                                            const std::string& stamp, const Make& make) const {
  const auto key = key_of(query, reader);
  if (auto html = prepared_.find(key, stamp)) return html;
  json data = make();
  data["admin"] = reader.admin;
  return prepared_.keep(key, stamp, parts_.view.expand(page, data, reader.language));
}

PreparedParts::Html SchedulePages::list(const ScheduleQuery& query, const Reader& reader) const {
  if (auto html = prepared_.find_busy(key_of(query, reader), std::chrono::steady_clock::now())) return html;
  const auto shown = parts_.catalogue.list(query);
  const auto context = this->context(&shown);
  return prepared(query, reader, "courses/schedule_list.html", stamp_of(shown, context), [&] {
    auto data = filters_data(query, *shown.state);
    data["months"] = by_month(shown, context, query.past);
    data["pages"] = pages_data(query, shown.pages);
    return data;
  });
}

// Lessons only change together with the catalogue's revision. It is read before them, so what is kept under it is never
// older than it says. Free places change by themselves.
PreparedParts::Html SchedulePages::calendar(const ScheduleQuery& query, const Reader& reader) const {
  const auto context = this->context(nullptr);
  auto stamp = fmt::format("{} {} {}", parts_.catalogue.revision(), context.today, context.zone);
  if (query.free) stamp += fmt::format(" {}", parts_.clock.now().time_since_epoch().count());
  return prepared(query, reader, "courses/schedule_calendar.html", stamp, [&] {
    const auto span = span_of(query.view, query.date.value_or(day_of(context.today)));
    const auto timetable = parts_.catalogue.lessons(query, span.from, span.until);
    auto data = filters_data(query, *timetable.state);
    data["calendar"] = calendar_data(query, span, timetable, context);
    return data;
  });
}

json SchedulePages::home_panel() const {
  constexpr int kShown = 3;
  const auto shown = parts_.catalogue.next(kShown);
  if (shown.entries.empty()) return nullptr;
  const auto context = this->context(&shown);
  auto courses = json::array();
  for (const auto& entry : shown.entries) courses.push_back(course_data(entry, context));
  return {{"courses", std::move(courses)}};
}

}  // namespace courses
