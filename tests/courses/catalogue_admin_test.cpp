// Courses, their times, lessons and holidays as administrators change them, on both engines.
#include <sstream>

#include <gmock/gmock.h>

#include "callboard/local_time.hpp"
#include "callboard/testing/fake_view.hpp"
#include "callboard/testing/query_plan.hpp"
#include "callboard/testing/request_builder.hpp"
#include "catalogue.hpp"
#include "courses_fixture.hpp"
#include "people_admin.hpp"
#include "sql_lesson_repository.hpp"
#include "timetable_admin.hpp"

namespace courses {
namespace {

using callboard::testing::not_indexed;
using callboard::testing::query_plan;
using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Remembers which courses were said to have changed, and how many lessons of theirs.
class HeardNews : public News {
 public:
  void tell(Transaction&, const Visitor&, const EnrolmentNews&) override {}
  void course_changed(Transaction&, CourseId course, const std::vector<LessonId>& lessons) override {
    heard.emplace_back(static_cast<std::int64_t>(course), lessons.size());
  }
  std::vector<std::pair<std::int64_t, std::size_t>> heard;
};

class CatalogueAdminTest : public CoursesTest {
 protected:
  void SetUp() override {
    CoursesTest::SetUp();
    clock().set(time_on(day_of("2026-08-20"), 600, "Europe/Moscow"));
  }

  template <typename Work>
  auto as_admin(const Work& work) {
    const auto request = callboard::testing::RequestBuilder(Method::Post, "/admin/courses").build();
    const auto by = console();
    return database().transact([&](Transaction& tx) { return work(tx, AdminCall{by, *request}); });
  }
  std::int64_t create(const AdminResource& resource, const json& values) {
    return as_admin([&](Transaction& tx, const AdminCall& call) {
      if (resource.writes.check) {
        if (auto faults = resource.writes.check(tx, call, nullptr, values)) throw AdminRefusal(std::move(faults));
      }
      return resource.writes.create(tx, call, values);
    });
  }
  void change(const AdminResource& resource, std::int64_t id, const json& values) {
    as_admin([&](Transaction& tx, const AdminCall& call) { resource.writes.change(tx, call, id, values); });
  }
  void remove(const AdminResource& resource, std::int64_t id) {
    as_admin([&](Transaction& tx, const AdminCall& call) { resource.writes.remove(tx, call, id); });
  }
  void act(const AdminResource& resource, const std::string& name, std::int64_t id, const json& values = {}) {
    as_admin([&](Transaction& tx, const AdminCall& call) {
      for (const auto& action : resource.actions) {
        if (action.name == name) action.run(tx, call, id, values);
      }
    });
  }
  // The fields at which it is refused, or the text above the form.
  template <typename Work>
  std::vector<std::string> refused(const Work& work) {
    std::vector<std::string> found;
    try {
      work();
    } catch (const AdminRefusal& refusal) {
      for (const auto& [field, fault] : refusal.faults().all()) found.push_back(field);
      if (found.empty()) found.push_back(refusal.public_text().english());
    }
    return found;
  }
  json course_of(const std::string& title, const std::string& schedule, std::int64_t hall, std::int64_t teacher) {
    return {{"title", title},
            {"teachers", json::array({teacher})},
            {"schedule", schedule},
            {"starts_on", "2026-09-01"},
            {"ends_on", "2026-09-30"},
            {"hall", hall},
            {"capacity", 8},
            {"state", "published"},
            {"kinds", {"personal", "pair"}},
            {"price", ""},
            {"description", ""}};
  }
  long long lessons(std::int64_t course, const std::string& more = "") {
    return number("SELECT COUNT(*) FROM courses_lessons WHERE course_id = " + std::to_string(course) + more);
  }
  void enrol(std::int64_t course, const std::string& from, const std::string& until) {
    execute(
        "INSERT INTO courses_enrolments (course_id, open_course, user_id, teacher_id, kind, starts_on, ends_on, state, "
        "created_at, changed_at) VALUES (" +
        std::to_string(course) + ", " + std::to_string(course) + ", 50, 1, 'personal', '" + from + "', '" + until +
        "', 'confirmed', 1, 1)");
  }

  callboard::testing::FakeView view_;
  SqlLessonRepository lesson_rows_;
  HeardNews news_;
  LessonPlanner planner_{{course_rows_, lesson_rows_, news_, clock(), site_, view_}};
  CoursesAdmin::Parts parts() { return {engine(), course_rows_, lesson_rows_, planner_, clock(), site_, view_}; }
  AdminResource courses() { return courses_.resource(); }
  CoursesAdmin courses_{parts()};
  TimetableAdmin timetable_{parts()};
};
CALLBOARD_ON_BOTH_ENGINES(CatalogueAdminTest);

TEST_P(CatalogueAdminTest, PlansTheLessonsOfANewCourse) {
  const auto id = create(courses(), course_of("Mime", "Tue 10:00-11:00, Thu 10:00-11:00", 1, 2));
  EXPECT_EQ(lessons(id), 9);
  EXPECT_THAT(news_.heard, ElementsAre(std::pair(id, 9U)));
  change(courses(), id, {{"schedule", "Tue 12:00-13:00"}});
  EXPECT_EQ(lessons(id), 5);
  EXPECT_EQ(lessons(id, " AND sequence = 1"), 5);
  change(courses(), id, {{"ends_on", "2026-09-15"}});
  EXPECT_EQ(lessons(id), 3);
}

TEST_P(CatalogueAdminTest, BeginsTodayAndLastsThreeMonthsWhereNoDaysAreGiven) {
  auto values = course_of("Mime", "Tue 10:00-11:00", 1, 2);
  values["starts_on"] = "";
  values["ends_on"] = "";
  const auto id = create(courses(), values);
  const auto course = database().read([&](Transaction& tx) { return course_rows_.course(tx, CourseId{id}); });
  EXPECT_EQ(course->starts_on, "2026-08-20");
  EXPECT_EQ(course->ends_on, "2026-11-18");
}

TEST_P(CatalogueAdminTest, NamesTheHallAndTheTeacherWhoWouldBeAtTwoPlaces) {
  create(courses(), course_of("Mime", "Tue 10:00-11:00", 1, 2));
  execute("INSERT INTO courses_halls (id, name) VALUES (2, 'Studio')");
  EXPECT_THAT(refused([&] { create(courses(), course_of("Clowns", "Tue 10:30-11:30", 1, 1)); }), ElementsAre("hall"));
  EXPECT_THAT(refused([&] { create(courses(), course_of("Clowns", "Tue 9:30-10:30", 2, 2)); }),
              ElementsAre("teachers"));
  EXPECT_EQ(number("SELECT COUNT(*) FROM courses_courses WHERE title = 'Clowns'"), 0);
  EXPECT_THAT(refused([&] { create(courses(), course_of("Clowns", "Tue 11:00-12:00", 1, 2)); }), IsEmpty());
}

TEST_P(CatalogueAdminTest, KnowsOfATeacherWhoTakesPartElsewhere) {
  const auto mime = create(courses(), course_of("Mime", "Tue 10:00-11:00", 1, 2));
  execute(
      "INSERT INTO courses_enrolments (course_id, user_id, teacher_id, kind, starts_on, ends_on, state, created_at, "
      "changed_at) VALUES (" +
      std::to_string(mime) + ", 21, 2, 'personal', '2026-09-01', '2026-09-30', 'confirmed', 1, 1)");
  auto values = course_of("Clowns", "Tue 10:30-11:30", 1, 1);
  values["hall"] = nullptr;
  EXPECT_THAT(refused([&] { create(courses(), values); }), ElementsAre("teachers"));
}

TEST_P(CatalogueAdminTest, RefusesWhatMakesNoSense) {
  auto values = course_of("Mime", "every day", 1, 2);
  values["ends_on"] = "2026-08-31";
  values["teachers"] = json::array();
  EXPECT_THAT(refused([&] { create(courses(), values); }), ElementsAre("ends_on", "schedule", "teachers"));
}

TEST_P(CatalogueAdminTest, KeepsWhatStudentsWerePromised) {
  const auto id = create(courses(), course_of("Mime", "Tue 10:00-11:00", 1, 1));
  enrol(id, "2026-09-01", "2026-09-30");
  execute("UPDATE courses_courses SET taken = 3 WHERE title = 'Mime'");
  EXPECT_THAT(refused([&] { change(courses(), id, {{"capacity", 2}}); }), ElementsAre("capacity"));
  EXPECT_THAT(refused([&] { change(courses(), id, {{"capacity", 3}}); }), IsEmpty());
  const auto check = [&](const json& record, const json& values) {
    return as_admin([&](Transaction& tx, const AdminCall& call) {
      return courses().writes.check(tx, call, record, values).all().size();
    });
  };
  auto record = course_of("Mime", "Tue 10:00-11:00", 1, 1);
  record["id"] = id;
  EXPECT_EQ(check(record, {{"ends_on", "2026-09-29"}}), 1U);
  EXPECT_EQ(check(record, {{"teachers", {2}}}), 1U);
  EXPECT_EQ(check(record, {{"ends_on", "2026-10-31"}}), 0U);
  EXPECT_EQ(refused([&] { remove(courses(), id); }).size(), 1U);
  EXPECT_EQ(refused([&] { act(courses(), "withdraw", id); }).size(), 1U);
  act(courses(), "close", id);
  EXPECT_EQ(number("SELECT COUNT(*) FROM courses_courses WHERE state = 'closed'"), 1);
}

TEST_P(CatalogueAdminTest, CancelsLessonsOfHolidaysAndHoldsThemAgain) {
  const auto id = create(courses(), course_of("Mime", "Tue 10:00-11:00", 1, 1));
  enrol(id, "2026-09-01", "2026-09-30");
  news_.heard.clear();
  const auto holiday =
      create(timetable_.holidays(), {{"title", "City day"}, {"starts_on", "2026-09-07"}, {"ends_on", "2026-09-09"}});
  EXPECT_EQ(lessons(id, " AND cancelled = 1 AND sequence = 1"), 1);
  EXPECT_THAT(news_.heard, ElementsAre(std::pair(std::int64_t{1}, 16U), std::pair(id, 1U)));
  remove(timetable_.holidays(), holiday);
  EXPECT_EQ(lessons(id, " AND cancelled = 1"), 0);
}

TEST_P(CatalogueAdminTest, HoldsNoLessonAgainWhereAnotherHasItsPlaceByNow) {
  const auto id = create(courses(), course_of("Mime", "Tue 10:00-11:00", 1, 1));
  enrol(id, "2026-09-01", "2026-09-30");
  const auto holiday =
      create(timetable_.holidays(), {{"title", "City day"}, {"starts_on", "2026-09-08"}, {"ends_on", "2026-09-08"}});
  const auto at = [](const char* text) { return time_from_local(text, "Europe/Moscow")->time_since_epoch().count(); };
  const auto other = create(courses(), course_of("Dance", "Thu 10:00-11:00", 1, 2));
  create(timetable_.lessons(),
         {{"course", other}, {"starts_at", at("2026-09-08T10:30")}, {"ends_at", at("2026-09-08T11:30")}, {"note", ""}});
  EXPECT_FALSE(refused([&] { remove(timetable_.holidays(), holiday); }).empty());
  EXPECT_EQ(lessons(id, " AND cancelled = 1"), 1);
}

TEST_P(CatalogueAdminTest, MovesAndCancelsSingleLessonsForGood) {
  const auto id = create(courses(), course_of("Mime", "Tue 10:00-11:00", 1, 2));
  const auto first = number("SELECT MIN(id) FROM courses_lessons WHERE course_id = " + std::to_string(id));
  const auto at = [](const char* text) { return time_from_local(text, "Europe/Moscow")->time_since_epoch().count(); };
  change(timetable_.lessons(), first, {{"starts_at", at("2026-09-02T15:00")}, {"ends_at", at("2026-09-02T16:00")}});
  act(timetable_.lessons(), "cancel", first + 1, {{"reason", "Illness"}});
  create(timetable_.lessons(), {{"course", id},
                                {"starts_at", at("2026-09-05T12:00")},
                                {"ends_at", at("2026-09-05T13:00")},
                                {"note", "Instead"}});
  change(courses(), id, {{"schedule", "Tue 18:00-19:00"}});
  EXPECT_EQ(lessons(id), 6);
  EXPECT_EQ(lessons(id, " AND by_hand = 1"), 3);
  EXPECT_EQ(lessons(id, " AND cancelled = 1 AND note = 'Illness'"), 1);
  EXPECT_EQ(refused([&] { remove(timetable_.lessons(), first); }).size(), 1U);
}

TEST_P(CatalogueAdminTest, NamesAClashOfALessonThatIsMoved) {
  create(courses(), course_of("Mime", "Tue 10:00-11:00", 1, 2));
  const auto other = create(courses(), course_of("Clowns", "Wed 10:00-11:00", 1, 1));
  const auto first = number("SELECT MIN(id) FROM courses_lessons WHERE course_id = " + std::to_string(other));
  const auto at = [](const char* text) { return time_from_local(text, "Europe/Moscow")->time_since_epoch().count(); };
  EXPECT_THAT(refused([&] {
                change(timetable_.lessons(), first,
                       {{"starts_at", at("2026-09-08T10:59")}, {"ends_at", at("2026-09-08T12:00")}});
              }),
              ElementsAre("hall"));
}

TEST_P(CatalogueAdminTest, KeepsWeeklyTimesWithHallsAndTeachersOfTheirOwn) {
  execute("INSERT INTO courses_halls (id, name) VALUES (2, 'Studio')");
  const auto id = create(courses(), course_of("Mime", "Tue 10:00-11:00", 1, 2));
  const auto time =
      create(timetable_.weekly_times(),
             {{"course", id}, {"weekday", "4"}, {"from", "10:00"}, {"until", "11:00"}, {"hall", 2}, {"teacher", 1}});
  EXPECT_EQ(lessons(id, " AND hall_id = 2 AND teacher_id = 1"), 4);
  change(timetable_.weekly_times(), time, {{"from", "09:00"}});
  EXPECT_EQ(lessons(id, " AND sequence = 1"), 4);
  remove(timetable_.weekly_times(), time);
  EXPECT_EQ(lessons(id), 5);
}

TEST_P(CatalogueAdminTest, ShowsAChangeAtOnceAndTheTakenPlacesAsTheyAre) {
  const Catalogue catalogue(database(), course_rows_, clock(), site_);
  const auto titles = [&](const ScheduleQuery& query = {}) {
    const auto shown = catalogue.list(query);
    std::vector<std::string> all;
    for (const auto& entry : shown.entries) {
      all.push_back(entry.course->course.title + " " + std::to_string(entry.free));
    }
    return all;
  };
  EXPECT_THAT(titles(), ElementsAre("Stage speech 10"));
  database().transact([&](Transaction& tx) { course_rows_.take_places(tx, CourseId{1}, 10); });
  EXPECT_THAT(titles(), ElementsAre("Stage speech 0"));
  const auto id = create(courses(), course_of("Mime", "Tue 10:00-11:00", 1, 2));
  EXPECT_THAT(titles(), ElementsAre("Stage speech 0", "Mime 8"));
  ScheduleQuery free;
  free.free = true;
  EXPECT_THAT(titles(free), ElementsAre("Mime 8"));
  ScheduleQuery veras;
  veras.teacher = TeacherId{1};
  EXPECT_THAT(titles(veras), ElementsAre("Stage speech 0"));
  act(courses(), "withdraw", id);
  EXPECT_THAT(titles(), ElementsAre("Stage speech 0"));
  clock().set(time_on(day_of("2027-01-01"), 600, "Europe/Moscow"));
  EXPECT_THAT(titles(), IsEmpty());
}

TEST_P(CatalogueAdminTest, FindsItsRowsByIndexes) {
  for (int i = 2; i < 60; ++i) {
    add_course(i, "Course " + std::to_string(i), 10);
    for (int week = 0; week < 5; ++week) {
      const auto at = std::to_string(i * 1000 + week * 100'000);
      execute("INSERT INTO courses_lessons (course_id, planned_on, starts_at, ends_at) VALUES (" + std::to_string(i) +
              ", '2026-09-07', " + at + ", " + at + " + 500)");
    }
  }
  if (engine() == Engine::Mysql) execute("ANALYZE TABLE courses_courses, courses_lessons, courses_turns");
  EXPECT_EQ(not_indexed(query_plan(database(), SqlCatalogue::present_statement("1,2,3"), {})), "");
  EXPECT_EQ(
      not_indexed(query_plan(database(), SqlCatalogue::lessons_statement(), {{":from", "5000"}, {":until", "9000"}})),
      "");
}

TEST_P(CatalogueAdminTest, KeepsWhenCalendarsSawTheLastChange) {
  const auto id = create(courses(), course_of("Dance", "Mon 18:00-19:30", 1, 1));
  const auto changed = [&](const std::string& table, const std::string& where) {
    return number("SELECT MAX(changed_at) FROM courses_" + table + " WHERE " + where + " = " + std::to_string(id));
  };
  EXPECT_EQ(changed("lessons", "course_id"), 0);
  clock().advance(std::chrono::hours(1));
  change(courses(), id, {{"schedule", "Mon 17:00-18:30"}});
  EXPECT_EQ(changed("lessons", "course_id"), to_sql(clock().now()));
  EXPECT_EQ(changed("courses", "id"), 0);
  clock().advance(std::chrono::hours(1));
  change(courses(), id, {{"title", "Dance for all"}});
  EXPECT_EQ(changed("courses", "id"), to_sql(clock().now()));
  clock().advance(std::chrono::hours(1));
  act(timetable_.lessons(), "cancel",
      number("SELECT MIN(id) FROM courses_lessons WHERE course_id = " + std::to_string(id)), {{"reason", "Ill"}});
  EXPECT_EQ(changed("lessons", "course_id"), to_sql(clock().now()));
}

// A list is filled up to a power of two: whatever its length, each course is counted once, and no other.
TEST_P(CatalogueAdminTest, TellsWhatIsTakenOfAnyNumberOfCourses) {
  std::vector<CourseId> ids;
  for (long long i = 1; i <= 9; ++i) {
    if (i > 1) add_course(i, "Course " + std::to_string(i), 30);
    execute("UPDATE courses_courses SET taken = " + std::to_string(i * 2) + " WHERE id = " + std::to_string(i));
    if (i == 9) break;  // nobody asks for the last one
    ids.push_back(CourseId{i});
    for (int again = 0; again < 2; ++again) {
      const auto present = database().read_single([&](Transaction& tx) { return SqlCatalogue::present(tx, ids); });
      ASSERT_EQ(present.taken.size(), ids.size());
      EXPECT_EQ(present.taken.at(CourseId{i}), i * 2);
    }
  }
  ids.resize(1025, CourseId{1});
  const auto all = database().read_single([&](Transaction& tx) { return SqlCatalogue::present(tx, ids); });
  EXPECT_EQ(all.taken.at(CourseId{8}), 16);
  EXPECT_TRUE(database().read_single([&](Transaction& tx) { return SqlCatalogue::present(tx, {}); }).taken.empty());
}

// SOCI logs what it prepares.
TEST_P(CatalogueAdminTest, AsksWhatIsTakenByStatementsThatAreKept) {
  std::ostringstream prepared;
  database().read([&](Transaction& tx) {
    const auto ask = [&](std::vector<CourseId> ids) { SqlCatalogue::present(tx, ids); };
    ask({}), ask({CourseId{1}, CourseId{2}, CourseId{3}});
    tx.sql().set_log_stream(&prepared);
    ask({CourseId{3}, CourseId{4}, CourseId{5}, CourseId{6}}), ask({CourseId{7}, CourseId{8}, CourseId{9}}), ask({});
    EXPECT_EQ(prepared.str(), "");
    ask(std::vector<CourseId>(9, CourseId{1}));
    tx.sql().set_log_stream(nullptr);
  });
  EXPECT_NE(prepared.str(), "");  // a length that nobody had asked for
}

}  // namespace
}  // namespace courses
