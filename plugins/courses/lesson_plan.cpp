#include "lesson_plan.hpp"

#include <algorithm>
#include <map>

namespace courses {

using namespace callboard;

namespace {

// A weekly time has at most one lesson in a week.
using Place = std::pair<WeeklyTimeId, Day>;

bool is_holiday(const std::vector<Holiday>& holidays, const std::string& date) {
  return std::any_of(holidays.begin(), holidays.end(),
                     [&](const auto& holiday) { return holiday.starts_on <= date && date <= holiday.ends_on; });
}

PlannedLesson lesson_of(const WeeklyTime& time, Day day, const std::string& zone) {
  PlannedLesson lesson;
  lesson.weekly = time.id;
  lesson.planned_on = date_of(day);
  lesson.starts_at = time_on(day, time.from, zone);
  lesson.ends_at = time_on(day, time.until, zone);
  // Where clocks were changed meanwhile it may have no length on the wall; then it lasts as long as ever.
  if (lesson.ends_at <= lesson.starts_at) {
    lesson.ends_at = lesson.starts_at + std::chrono::minutes(time.until - time.from);
  }
  lesson.hall = time.hall;
  lesson.teacher = time.teacher;
  return lesson;
}

std::map<Place, PlannedLesson> wanted_lessons(const PlanInput& input) {
  std::map<Place, PlannedLesson> wanted;
  const auto first = day_of(input.starts_on), last = day_of(input.ends_on);
  for (const auto& time : input.times) {
    for (auto day = monday_of(first) + std::chrono::days(time.weekday); day <= last; day += std::chrono::weeks(1)) {
      if (day < first || is_holiday(input.holidays, date_of(day))) continue;
      wanted.emplace(Place{time.id, monday_of(day)}, lesson_of(time, day, input.zone));
    }
  }
  return wanted;
}

}  // namespace

LessonPlan plan_lessons(const PlanInput& input) {
  LessonPlan plan;
  auto wanted = wanted_lessons(input);
  const auto drop = [&](const PlannedLesson& lesson) {
    if (!input.keep) return plan.remove.push_back(lesson.id);
    if (lesson.cancelled) return;
    plan.change.push_back(lesson);
    plan.change.back().cancelled = true;
  };
  for (const auto& lesson : input.present) {
    const auto found =
        lesson.weekly ? wanted.find({*lesson.weekly, monday_of(day_of(lesson.planned_on))}) : wanted.end();
    const bool is_fixed = lesson.by_hand || lesson.starts_at < input.now;
    if (found == wanted.end()) {
      if (!is_fixed) drop(lesson);
      continue;
    }
    auto now = found->second;
    wanted.erase(found);
    now.id = lesson.id;
    if (!is_fixed && now.starts_at >= input.now && !now.same_as(lesson)) plan.change.push_back(std::move(now));
  }
  for (auto& [place, lesson] : wanted) {
    if (input.past_too || lesson.starts_at >= input.now) plan.add.push_back(std::move(lesson));
  }
  return plan;
}

}  // namespace courses
