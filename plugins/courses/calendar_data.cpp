#include <algorithm>

#include <callboard/local_time.hpp>
#include <callboard/moment.hpp>

#include "schedule_data.hpp"

namespace courses {

using namespace callboard;
using nlohmann::json;
using View = ScheduleQuery::View;

namespace {

// Of one day; the rest stands on the day's own page.
std::size_t most_lessons(View view) {
  switch (view) {
    case View::Month: return 4;
    case View::Week: return 25;
    case View::List:
    case View::Day: break;
  }
  return 1000;
}

using Days = std::map<std::string, std::vector<const Lesson*>>;

Days by_day(const Catalogue::Timetable& timetable, const ScheduleQuery& query, const std::string& zone) {
  Days days;
  for (const auto& lesson : timetable.lessons) {
    const auto wall = wall_clock(lesson.starts_at, zone);
    if (!query.weekday || wall.weekday == *query.weekday) days[wall.date].push_back(&lesson);
  }
  return days;
}

json calendar_lesson(const Lesson& lesson, const CatalogueState& state, const ListContext& context) {
  const auto& course = state.find(lesson.course)->course;
  return {{"from", moment(lesson.starts_at, MomentStyle::Time)},
          {"until", moment(lesson.ends_at, MomentStyle::Time)},
          {"title", course.title},
          {"url", "/courses/" + std::to_string(static_cast<std::int64_t>(course.id))},
          {"hall", lesson.hall   ? lesson.hall->name
                   : course.hall ? course.hall->name
                                 : ""},
          {"cancelled", lesson.cancelled},
          {"over", lesson.ends_at < time_on(day_of(context.today), 0, context.zone)}};
}

std::string address_of_day(ScheduleQuery query, Day day) {
  query.view = View::Day;
  query.date = day;
  return query.address();
}

json day_data(const ScheduleQuery& query, const CalendarSpan& span, Day day, const std::vector<const Lesson*>& lessons,
              const CatalogueState& state, const ListContext& context) {
  const auto most = most_lessons(query.view);
  const auto date = date_of(day);
  json data{{"number", static_cast<unsigned>(std::chrono::year_month_day(day).day())},
            {"weekday", short_weekday_name(weekday_of(day))},
            {"date", day_moment(date, context.zone)},
            {"outside", day < span.first || day > span.last},
            {"today", date == context.today},
            {"url", address_of_day(query, day)},
            {"lessons", json::array()}};
  const bool all = lessons.size() <= most;
  const auto shown = all ? lessons.size() : most - 1;
  for (std::size_t i = 0; i < shown; ++i) data["lessons"].push_back(calendar_lesson(*lessons[i], state, context));
  if (!all) {
    const auto more = static_cast<long long>(lessons.size() - shown);
    data["more"] = plural("{count} more lesson", "{count} more lessons", more).with("count", more);
  }
  return data;
}

}  // namespace

CalendarSpan span_of(View view, Day date) {
  using std::chrono::days;
  if (view == View::Week) {
    const auto monday = monday_of(date);
    return {monday, monday + days(7), monday, monday + days(6), monday - days(7), monday + days(7)};
  }
  if (view == View::Day) return {date, date + days(1), date, date, date - days(1), date + days(1)};
  const std::chrono::year_month_day day(date);
  const auto month = day.year() / day.month();
  const Day first = month / std::chrono::day(1), last = month / std::chrono::last;
  const auto one = std::chrono::months(1);
  return {monday_of(first),
          monday_of(last) + days(7),
          first,
          last,
          (month - one) / std::chrono::day(1),
          (month + one) / std::chrono::day(1)};
}

json calendar_data(const ScheduleQuery& query, const CalendarSpan& span, const Catalogue::Timetable& timetable,
                   const ListContext& context) {
  const auto days = by_day(timetable, query, context.zone);
  auto shown = json::array();
  for (auto day = span.from; day < span.until; day += std::chrono::days(1)) {
    const auto found = days.find(date_of(day));
    shown.push_back(day_data(query, span, day, found == days.end() ? std::vector<const Lesson*>{} : found->second,
                             *timetable.state, context));
  }
  const auto address = [&](std::optional<Day> date) {
    auto other = query;
    other.date = date;
    return other.address();
  };
  auto weekdays = json::array();
  for (int day = 0; day < 7; ++day) {
    weekdays.push_back({{"short", short_weekday_name(day)}, {"label", weekday_name(day)}});
  }
  json data{{"days", std::move(shown)},
            {"weekdays", std::move(weekdays)},
            {"none", days.empty()},
            {"month_view", query.view == View::Month},
            {"week_view", query.view == View::Week},
            {"before", address(span.before)},
            {"after", address(span.after)},
            {"now", address(std::nullopt)}};
  if (query.view == View::Month) {
    data["label"] = month_of(span.first);
  } else {
    data["first"] = day_moment(date_of(span.first), context.zone);
    if (query.view == View::Week) data["last"] = day_moment(date_of(span.last), context.zone);
    if (query.view == View::Day) data["weekday"] = weekday_name(weekday_of(span.first));
  }
  return data;
}

}  // namespace courses
