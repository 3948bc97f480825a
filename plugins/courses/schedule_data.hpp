// Courses and lessons as templates show them: the list, the calendar, the filters. Pure functions; thread-safe.
#pragma once

#include <nlohmann/json.hpp>

#include <reviews/subjects.hpp>

#include "catalogue.hpp"

namespace courses {

using Ratings = std::map<std::int64_t, reviews::Rating>;

// "1 September 2026", of a day.
nlohmann::json day_moment(const std::string& date, const std::string& zone);
// "Mon, Wed" and "18:00–19:30", one for each time of day.
nlohmann::json times_data(const std::vector<WeeklyTime>& times);
// "4.5", with a text for those who do not see stars; null without a review.
nlohmann::json rating_data(const Ratings& ratings, CourseId course);
callboard::Text places_text(int free);
callboard::Text month_of(Day day);  // "November 2026"

struct ListContext {
  std::string zone;
  std::string today;
  Ratings ratings;
};
nlohmann::json course_data(const Catalogue::Shown::Entry& entry, const ListContext& context);
// By the month in which they begin; those that have begun stand together.
nlohmann::json by_month(const Catalogue::Shown& shown, const ListContext& context, bool past);
// The filters' form, and the addresses of the other views and pages.
nlohmann::json filters_data(const ScheduleQuery& query, const CatalogueState& state);
nlohmann::json pages_data(const ScheduleQuery& query, int pages);

// The days that a calendar shows: a month in whole weeks, a week, a day; and where its neighbours are.
struct CalendarSpan {
  Day from, until;  // until is not included
  Day first, last;  // of what it is about, both included
  Day before, after;
};
CalendarSpan span_of(ScheduleQuery::View view, Day date);
nlohmann::json calendar_data(const ScheduleQuery& query, const CalendarSpan& span,
                             const Catalogue::Timetable& timetable, const ListContext& context);

}  // namespace courses
