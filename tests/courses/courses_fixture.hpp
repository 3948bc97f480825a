// A small school in a fresh database of each engine: a hall, two teachers (Vera has the account 21), and a published
// course of ten places from 1 September to 31 December 2026, Mondays 18:00 to 19:30.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "callboard/testing/fixed_site.hpp"
#include "sql_course_repository.hpp"

namespace courses {

using namespace callboard;

class CoursesTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override { return {{"courses", CALLBOARD_SOURCE_DIR "/sql/courses"}}; }

  void SetUp() override {
    DatabaseTest::SetUp();
    execute("INSERT INTO courses_halls (id, name, places) VALUES (1, 'Black box', 40)");
    execute(
        "INSERT INTO courses_teachers (id, full_name, specialisation, user_id) VALUES (1, 'Vera Orlova', 'Speech', "
        "21)");
    execute("INSERT INTO courses_teachers (id, full_name, specialisation) VALUES (2, 'Ilya Gromov', 'Movement')");
    add_course(1, "Stage speech", 10);
  }

  void execute(const std::string& statement) {
    database().transact([&](Transaction& tx) { tx.sql() << statement; });
  }
  // A number that one statement without parameters selects.
  long long number(const std::string& select) {
    return database().read_single([&](Transaction& tx) {
      long long value = 0;
      tx.sql() << select, soci::into(value);
      return value;
    });
  }
  CourseId add_course(long long id, const std::string& title, long long capacity) {
    database().transact([&](Transaction& tx) {
      tx.sql() << "INSERT INTO courses_courses (id, title, state, hall_id, capacity, starts_on, ends_on) "
                  "VALUES (:id, :title, 'published', 1, :capacity, '2026-09-01', '2026-12-31')",
          soci::use(id, "id"), soci::use(title, "title"), soci::use(capacity, "capacity");
      tx.sql() << "INSERT INTO courses_course_teachers (course_id, teacher_id) VALUES (:id, 1)", soci::use(id);
      tx.sql() << "INSERT INTO courses_weekly_times (course_id, weekday, from_minute, until_minute) "
                  "VALUES (:id, 0, 1080, 1170)",
          soci::use(id);
    });
    return CourseId{id};
  }

  SqlCourseRepository course_rows_;
  callboard::testing::FixedSite site_;
};

}  // namespace courses
