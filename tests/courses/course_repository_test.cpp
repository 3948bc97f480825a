// Courses, teachers and lessons as they are read back, and that the reads find their rows by an index.
#include "callboard/testing/query_plan.hpp"
#include "courses_fixture.hpp"

namespace courses {
namespace {

using callboard::testing::not_indexed;
using callboard::testing::query_plan;

class CourseRepositoryTest : public CoursesTest {
 protected:
  void add_lesson(long long id, long long starts_at, const std::string& more = "NULL, NULL, 0") {
    const auto n = std::to_string(starts_at);
    execute(
        "INSERT INTO courses_lessons (id, course_id, planned_on, starts_at, ends_at, hall_id, teacher_id, cancelled) "
        "VALUES (" +
        std::to_string(id) + ", 1, '2026-09-07', " + n + ", " + n + " + 10, " + more + ")");
  }
};
CALLBOARD_ON_BOTH_ENGINES(CourseRepositoryTest);

TEST_P(CourseRepositoryTest, ReadsACourseWithItsHallAndItsTeachersByName) {
  execute("INSERT INTO courses_course_teachers (course_id, teacher_id) VALUES (1, 2)");
  const auto course = database().read([&](Transaction& tx) { return course_rows_.course(tx, CourseId{1}); });
  ASSERT_TRUE(course);
  EXPECT_EQ(course->title, "Stage speech");
  EXPECT_EQ(course->state, CourseState::Published);
  EXPECT_EQ(course->hall->name, "Black box");
  EXPECT_EQ(course->free_places(), 10);
  ASSERT_EQ(course->teachers.size(), 2U);
  EXPECT_EQ(course->teachers[0].full_name, "Ilya Gromov");
  EXPECT_EQ(course->teachers[1].user, UserId{21});
}

TEST_P(CourseRepositoryTest, HasNoCourseThatIsNotThere) {
  EXPECT_FALSE(database().read([&](Transaction& tx) { return course_rows_.course(tx, CourseId{9}); }));
  EXPECT_TRUE(database().read([&](Transaction& tx) { return course_rows_.courses(tx, {}); }).empty());
}

TEST_P(CourseRepositoryTest, FindsTheTeacherOfAnAccountAndHisCourses) {
  add_course(2, "Diction", 5);
  execute("UPDATE courses_courses SET starts_on = '2026-10-01' WHERE id = 2");
  add_course(3, "A draft", 5);
  execute("UPDATE courses_courses SET state = 'draft' WHERE id = 3");
  const auto vera = database().read([&](Transaction& tx) { return course_rows_.teacher_of(tx, UserId{21}); });
  ASSERT_TRUE(vera);
  const auto hers = database().read([&](Transaction& tx) { return course_rows_.courses_of(tx, vera->id); });
  ASSERT_EQ(hers.size(), 2U);
  EXPECT_EQ(hers[0].title, "Diction");
  EXPECT_EQ(hers[1].teachers.size(), 1U);
  EXPECT_FALSE(database().read([&](Transaction& tx) { return course_rows_.teacher_of(tx, UserId{22}); }));
}

TEST_P(CourseRepositoryTest, ReadsLessonsInTheirOrderWithTheHallTheyAreIn) {
  execute("INSERT INTO courses_halls (id, name) VALUES (2, 'Studio')");
  add_lesson(1, 300, "2, 2, 1");
  add_lesson(2, 100);
  add_lesson(3, 400);
  const auto lessons = database().read(
      [&](Transaction& tx) { return course_rows_.lessons(tx, CourseId{1}, time_from_sql(100), time_from_sql(400)); });
  ASSERT_EQ(lessons.size(), 2U);
  EXPECT_EQ(lessons[0].hall->name, "Black box");
  EXPECT_FALSE(lessons[0].teacher);
  EXPECT_EQ(lessons[1].hall->name, "Studio");
  EXPECT_EQ(lessons[1].teacher, TeacherId{2});
  EXPECT_TRUE(lessons[1].cancelled);
}

TEST_P(CourseRepositoryTest, TakesNoMorePlacesThanThereAre) {
  const auto take = [&](int places) {
    return database().transact([&](Transaction& tx) { return course_rows_.take_places(tx, CourseId{1}, places); });
  };
  EXPECT_TRUE(take(9));
  EXPECT_FALSE(take(2));
  EXPECT_TRUE(take(1));
  database().transact([&](Transaction& tx) { course_rows_.free_places(tx, CourseId{1}, 2); });
  EXPECT_EQ(number("SELECT taken FROM courses_courses WHERE id = 1"), 8);
}

TEST_P(CourseRepositoryTest, FindsItsRowsByIndexes) {
  for (int i = 2; i < 80; ++i) add_course(i, "Course " + std::to_string(i), 10);
  for (int i = 1; i < 80; ++i) add_lesson(i, i * 100);
  for (int i = 3; i < 80; ++i) {
    execute("INSERT INTO courses_teachers (id, full_name) VALUES (" + std::to_string(i) + ", 'Teacher')");
    execute("UPDATE courses_course_teachers SET teacher_id = " + std::to_string(i) +
            " WHERE course_id = " + std::to_string(i));
  }
  if (engine() == Engine::Mysql) {
    execute("ANALYZE TABLE courses_courses, courses_course_teachers, courses_teachers, courses_lessons, courses_halls");
  }
  EXPECT_EQ(not_indexed(query_plan(database(), SqlCourseRepository::lessons_statement(),
                                   {{":course", "1"}, {":from", "100"}, {":until", "500"}})),
            "");
}

}  // namespace
}  // namespace courses
