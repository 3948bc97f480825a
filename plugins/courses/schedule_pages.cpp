#include "schedule_pages.hpp"

namespace courses {

using namespace callboard;
using nlohmann::json;

Response SchedulePages::schedule(const Request& request, const Visitor& visitor) const {
  const auto query = ScheduleQuery::read(request);
  return query.view == ScheduleQuery::View::List ? list(query, visitor) : calendar(query, visitor);
}

ListContext SchedulePages::context(const Catalogue::Shown* shown) const {
  ListContext context{parts_.site.info()->time_zone, parts_.catalogue.today_date(), {}};
  if (!reviews_ || !shown || shown->entries.empty()) return context;
  std::vector<std::int64_t> ids;
  for (const auto& entry : shown->entries) ids.push_back(static_cast<std::int64_t>(entry.course->course.id));
  context.ratings = parts_.database.read_single([&](Transaction& tx) { return reviews_->ratings(tx, "course", ids); });
  return context;
}

Response SchedulePages::list(const ScheduleQuery& query, const Visitor& visitor) const {
  const auto shown = parts_.catalogue.list(query);
  auto data = filters_data(query, *shown.state);
  data["months"] = by_month(shown, context(&shown), query.past);
  data["pages"] = pages_data(query, shown.pages);
  data["admin"] = visitor.has_role("admin");
  return parts_.view.render("courses/schedule", std::move(data));
}

Response SchedulePages::calendar(const ScheduleQuery& query, const Visitor& visitor) const {
  const auto context = this->context(nullptr);
  const auto span = span_of(query.view, query.date.value_or(day_of(context.today)));
  const auto timetable = parts_.catalogue.lessons(query, span.from, span.until);
  auto data = filters_data(query, *timetable.state);
  data["calendar"] = calendar_data(query, span, timetable, context);
  data["admin"] = visitor.has_role("admin");
  return parts_.view.render("courses/calendar", std::move(data));
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
