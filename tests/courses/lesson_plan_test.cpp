// Which lessons come of weekly times, dates and holidays, clocks that change included.
#include "lesson_plan.hpp"

#include <gtest/gtest.h>

#include <callboard/local_time.hpp>

namespace courses {
namespace {

using namespace callboard;

WeeklyTime on(int weekday, int from, int until, WeeklyTimeId id = WeeklyTimeId{1}) {
  return {.id = id, .weekday = weekday, .from = from, .until = until};
}

PlanInput course(const std::string& from, const std::string& until, std::vector<WeeklyTime> times) {
  PlanInput input;
  input.starts_on = from;
  input.ends_on = until;
  input.times = std::move(times);
  input.zone = "Europe/London";
  input.now = time_on(day_of("2026-01-01"), 0, input.zone);
  return input;
}

// As if what was planned had been stored.
std::vector<PlannedLesson> stored(std::vector<PlannedLesson> lessons) {
  std::int64_t id = 0;
  for (auto& lesson : lessons) lesson.id = LessonId{++id};
  return lessons;
}

TEST(LessonPlan, HasALessonEachWeekFromTheFirstDayToTheLast) {
  const auto plan = plan_lessons(course("2026-09-07", "2026-09-28", {on(0, 18 * 60, 19 * 60 + 30)}));
  ASSERT_EQ(plan.add.size(), 4U);
  EXPECT_EQ(plan.add.front().planned_on, "2026-09-07");
  EXPECT_EQ(plan.add.back().planned_on, "2026-09-28");
  EXPECT_EQ(local_text(plan.add[1].ends_at, "Europe/London"), "2026-09-14T19:30");
}

TEST(LessonPlan, StaysAtTheSameTimeOfDayWhenClocksChange) {
  const auto plan = plan_lessons(course("2026-10-19", "2026-11-01", {on(0, 18 * 60, 19 * 60)}));
  ASSERT_EQ(plan.add.size(), 2U);
  EXPECT_EQ(plan.add[1].starts_at - plan.add[0].starts_at, std::chrono::hours(7 * 24 + 1));
  EXPECT_EQ(local_text(plan.add[1].starts_at, "Europe/London"), "2026-10-26T18:00");
}

TEST(LessonPlan, MovesATimeThatClocksSkipToTheNextThatThereIs) {
  const auto plan = plan_lessons(course("2026-03-29", "2026-03-29", {on(6, 75, 105)}));
  ASSERT_EQ(plan.add.size(), 1U);
  EXPECT_EQ(local_text(plan.add[0].starts_at, "Europe/London"), "2026-03-29T02:00");
  EXPECT_EQ(plan.add[0].ends_at - plan.add[0].starts_at, std::chrono::minutes(30));
}

TEST(LessonPlan, LeavesHolidaysOut) {
  auto input = course("2026-09-07", "2026-09-28", {on(0, 600, 660)});
  input.holidays = {{"2026-09-12", "2026-09-14"}};
  EXPECT_EQ(plan_lessons(input).add.size(), 3U);
}

TEST(LessonPlan, ChangesNothingWhenNothingChanged) {
  auto input = course("2026-09-07", "2026-09-28", {on(0, 600, 660)});
  input.present = stored(plan_lessons(input).add);
  const auto again = plan_lessons(input);
  EXPECT_TRUE(again.add.empty() && again.change.empty() && again.remove.empty());
}

TEST(LessonPlan, MovesTheSameLessonsWhenTheirTimeChanges) {
  auto input = course("2026-09-07", "2026-09-28", {on(0, 600, 660)});
  input.present = stored(plan_lessons(input).add);
  input.times = {on(2, 700, 760)};
  const auto plan = plan_lessons(input);
  EXPECT_TRUE(plan.add.empty());
  ASSERT_EQ(plan.change.size(), 3U);  // the last Wednesday is beyond the course
  EXPECT_EQ(plan.change[0].id, LessonId{1});
  EXPECT_EQ(plan.change[0].planned_on, "2026-09-09");
  EXPECT_EQ(plan.remove, std::vector{LessonId{4}});
}

TEST(LessonPlan, LeavesWhatIsOverAndWhatWasDoneByHandAlone) {
  auto input = course("2026-09-07", "2026-09-28", {on(0, 600, 660)});
  input.present = stored(plan_lessons(input).add);
  input.present[1].by_hand = true;
  input.present[1].starts_at += std::chrono::hours(3);
  input.now = time_on(day_of("2026-09-10"), 0, input.zone);
  input.times = {on(0, 800, 860)};
  const auto plan = plan_lessons(input);
  ASSERT_EQ(plan.change.size(), 2U);
  EXPECT_EQ(plan.change[0].id, LessonId{3});
  EXPECT_TRUE(plan.add.empty() && plan.remove.empty());
}

TEST(LessonPlan, CancelsWhatPeopleKnowOfAndHoldsItAgain) {
  auto input = course("2026-09-07", "2026-09-28", {on(0, 600, 660)});
  input.present = stored(plan_lessons(input).add);
  input.keep = true;
  input.holidays = {{"2026-09-14", "2026-09-14"}};
  const auto plan = plan_lessons(input);
  ASSERT_EQ(plan.change.size(), 1U);
  EXPECT_TRUE(plan.change[0].cancelled);
  EXPECT_EQ(plan.change[0].id, LessonId{2});
  input.present[1] = plan.change[0];
  EXPECT_TRUE(plan_lessons(input).change.empty());
  input.holidays.clear();
  const auto again = plan_lessons(input);
  ASSERT_EQ(again.change.size(), 1U);
  EXPECT_FALSE(again.change[0].cancelled);
}

TEST(LessonPlan, AddsNoLessonsThatWouldHaveBeen) {
  auto input = course("2026-09-07", "2026-09-28", {on(0, 600, 660)});
  input.now = time_on(day_of("2026-09-16"), 0, input.zone);
  EXPECT_EQ(plan_lessons(input).add.size(), 2U);
  input.past_too = true;
  EXPECT_EQ(plan_lessons(input).add.size(), 4U);
}

TEST(WeeklyTimes, AreReadInBothLanguages) {
  const auto times = weekly_times_in("Mon 18:00-19:30, среда 9.30–11:00; Пт. 08:05 - 09:00");
  ASSERT_TRUE(times);
  ASSERT_EQ(times->size(), 3U);
  EXPECT_TRUE((*times)[0].same_time(on(0, 1080, 1170)));
  EXPECT_TRUE((*times)[1].same_time(on(2, 570, 660)));
  EXPECT_TRUE((*times)[2].same_time(on(4, 485, 540)));
  EXPECT_TRUE(weekly_times_in(" \n ")->empty());
}

TEST(WeeklyTimes, RefuseWhatIsNone) {
  for (const char* text : {"Mon", "18:00-19:00", "Mon 18:00", "Mon 19:00-18:00", "Mon 18:00-25:00", "M 18:00-19:00",
                           "Someday 18:00-19:00", "Mon 18:00-19:00 and more", "Mon 18:60-19:00"}) {
    EXPECT_FALSE(weekly_times_in(text)) << text;
  }
}

TEST(WeeklyTimes, ThatStayOnTheirDayStayTheSameOnes) {
  const auto changes = changes_between(
      {on(0, 600, 660, WeeklyTimeId{1}), on(2, 600, 660, WeeklyTimeId{2}), on(4, 600, 660, WeeklyTimeId{3})},
      {on(0, 600, 660), on(2, 700, 760), on(5, 600, 660)});
  ASSERT_EQ(changes.change.size(), 1U);
  EXPECT_EQ(changes.change[0].id, WeeklyTimeId{2});
  EXPECT_EQ(changes.change[0].from, 700);
  ASSERT_EQ(changes.add.size(), 1U);
  EXPECT_EQ(changes.add[0].weekday, 5);
  EXPECT_EQ(changes.remove, std::vector{WeeklyTimeId{3}});
}

}  // namespace
}  // namespace courses
