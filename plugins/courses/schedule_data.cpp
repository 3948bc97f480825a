#include "schedule_data.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <callboard/calendar_words.hpp>
#include <callboard/moment.hpp>

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr int kNoon = 12 * 60;

json choice(const std::string& value, json label, bool chosen) {
  return {{"value", value}, {"label", std::move(label)}, {"chosen", chosen}};
}

json teacher_choices(const ScheduleQuery& query, const CatalogueState& state) {
  auto choices = json::array({choice("", _("All teachers"), !query.teacher)});
  for (const auto& teacher : state.teachers) {
    choices.push_back(
        choice(std::to_string(static_cast<std::int64_t>(teacher.id)), teacher.full_name, query.teacher == teacher.id));
  }
  return choices;
}

json weekday_choices(const ScheduleQuery& query) {
  auto choices = json::array({choice("", _("All days"), !query.weekday)});
  for (int day = 0; day < 7; ++day) {
    choices.push_back(choice(std::string(weekday_code(day)), weekday_name(day), query.weekday == day));
  }
  return choices;
}

json view_link(ScheduleQuery query, ScheduleQuery::View view, Text label) {
  const bool current = query.view == view;
  query.view = view;
  query.page = 1;
  if (view == ScheduleQuery::View::List)
    query.date.reset();
  else
    query.past = false;
  return {{"label", std::move(label)}, {"url", query.address()}, {"current", current}};
}

}  // namespace

json day_moment(const std::string& date, const std::string& zone) {
  return moment(time_on(day_of(date), kNoon, zone), MomentStyle::Date);
}

json times_data(const std::vector<WeeklyTime>& times) {
  std::vector<std::pair<std::pair<int, int>, json>> by_time;
  for (const auto& time : times) {
    const std::pair key{time.from, time.until};
    auto found = std::find_if(by_time.begin(), by_time.end(), [&](const auto& each) { return each.first == key; });
    if (found == by_time.end()) found = by_time.insert(by_time.end(), {key, json::array()});
    found->second.push_back(short_weekday_name(time.weekday));
  }
  auto all = json::array();
  for (auto& [time, days] : by_time) {
    all.push_back({{"days", std::move(days)}, {"time", clock_text(time.first) + "–" + clock_text(time.second)}});
  }
  return all;
}

json rating_data(const Ratings& ratings, CourseId course) {
  const auto found = ratings.find(static_cast<std::int64_t>(course));
  if (found == ratings.end() || found->second.count == 0) return nullptr;
  const auto& rating = found->second;
  return {{"average", fmt::format("{:.1f}", rating.average)},
          {"count", plural("{count} review", "{count} reviews", rating.count).with("count", rating.count)}};
}

Text places_text(int free) {
  if (free == 0) return _("No places are free");
  return plural("{count} place is free", "{count} places are free", free).with("count", free);
}

Text month_of(Day day) {
  const std::chrono::year_month_day date(day);
  return month_text(date.year() / date.month());
}

json course_data(const Catalogue::Shown::Entry& entry, const ListContext& context) {
  const auto& course = entry.course->course;
  auto teachers = json::array();
  for (const auto& teacher : course.teachers) teachers.push_back(teacher.full_name);
  const bool is_over = course.ends_on < context.today;
  const bool is_open = course.state == CourseState::Published && !is_over;
  return {{"url", "/courses/" + std::to_string(static_cast<std::int64_t>(course.id))},
          {"title", course.title},
          {"from", day_moment(course.starts_on, context.zone)},
          {"until", day_moment(course.ends_on, context.zone)},
          {"times", times_data(entry.course->times)},
          {"teachers", std::move(teachers)},
          {"hall", course.hall ? course.hall->name : ""},
          {"price", course.price},
          {"closed", !is_over && course.state == CourseState::Closed},
          {"over", is_over},
          {"full", is_open && entry.free == 0},
          {"places", is_open && entry.free > 0 ? json(places_text(entry.free)) : json()},
          {"rating", rating_data(context.ratings, course.id)}};
}

json by_month(const Catalogue::Shown& shown, const ListContext& context, bool past) {
  auto groups = json::array();
  std::string present;
  for (const auto& entry : shown.entries) {
    const auto& starts = entry.course->course.starts_on;
    const bool has_begun = !past && starts <= context.today;
    const auto key = has_begun ? std::string("now") : starts.substr(0, 7);
    if (key != present) {
      groups.push_back({{"label", has_begun ? _("Running now") : month_of(day_of(starts))},
                        {"anchor", key},
                        {"courses", json::array()}});
      present = key;
    }
    groups.back()["courses"].push_back(course_data(entry, context));
  }
  return groups;
}

json filters_data(const ScheduleQuery& query, const CatalogueState& state) {
  using View = ScheduleQuery::View;
  auto views = json::array({view_link(query, View::List, _("List")), view_link(query, View::Month, _("Month")),
                            view_link(query, View::Week, _("Week"))});
  json data{{"choices", {{"teacher", teacher_choices(query, state)}, {"day", weekday_choices(query)}}},
            {"views", std::move(views)},
            {"free", query.free},
            {"filtered", query.teacher || query.weekday || query.free}};
  if (query.view != View::List) {
    constexpr std::array kNames{"list", "month", "week", "day"};
    data["view"] = kNames.at(static_cast<std::size_t>(query.view));
  }
  if (query.date) data["date"] = date_of(*query.date);
  data["past"] = query.past;
  ScheduleQuery bare;
  bare.view = query.view;
  bare.date = query.date;
  bare.past = query.past;
  data["unfiltered"] = bare.address();
  auto other = query;
  other.past = !query.past;
  other.page = 1;
  data["other_time"] = other.address();
  return data;
}

json pages_data(const ScheduleQuery& query, int pages) {
  const auto address = [&](int page) {
    auto other = query;
    other.page = page;
    return other.address();
  };
  json data;
  if (pages > 1) data["here"] = _("Page {page} of {pages}").with("page", query.page).with("pages", pages);
  if (query.page > 1) data["previous"] = address(std::min(query.page - 1, pages));
  if (query.page < pages) data["next"] = address(query.page + 1);
  return data;
}

}  // namespace courses
