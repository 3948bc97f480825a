#include "sql_course_repository.hpp"

#include <stdexcept>

#include <callboard/sql.hpp>

namespace courses {

using namespace callboard;

namespace {

[[noreturn]] void not_there_yet() { throw std::logic_error("courses are not read yet"); }

}  // namespace

std::optional<Course> SqlCourseRepository::course(Transaction&, CourseId) const { not_there_yet(); }
std::map<CourseId, Course> SqlCourseRepository::courses(Transaction&, const std::vector<CourseId>&) const {
  not_there_yet();
}
std::optional<Teacher> SqlCourseRepository::teacher_of(Transaction&, UserId) const { not_there_yet(); }
std::optional<Teacher> SqlCourseRepository::teacher(Transaction&, TeacherId) const { not_there_yet(); }
std::vector<Course> SqlCourseRepository::courses_of(Transaction&, TeacherId) const { not_there_yet(); }
std::optional<Lesson> SqlCourseRepository::lesson(Transaction&, LessonId) const { not_there_yet(); }
std::vector<Lesson> SqlCourseRepository::lessons(Transaction&, CourseId, Time, Time) const { not_there_yet(); }

bool SqlCourseRepository::take_places(Transaction& tx, CourseId course, int places) const {
  const auto id = to_sql(course);
  soci::statement update =
      (tx.sql().prepare << "UPDATE courses_courses SET taken = taken + :n WHERE id = :id AND taken + :n <= capacity",
       soci::use(places, "n"), soci::use(id, "id"));
  return affected_rows(update) == 1;
}

void SqlCourseRepository::free_places(Transaction& tx, CourseId course, int places) const {
  const auto id = to_sql(course);
  tx.sql() << "UPDATE courses_courses SET taken = taken - :n WHERE id = :id", soci::use(places, "n"),
      soci::use(id, "id");
}

// On MySQL the row stays locked until the transaction ends; on SQLite there is one writer anyway.
void SqlCourseRepository::take_turn(Transaction& tx, const std::string& subject) const {
  const char* text = tx.engine() == Engine::Mysql ? "INSERT INTO courses_turns (subject, number) VALUES (:subject, 1) "
                                                    "ON DUPLICATE KEY UPDATE number = number + 1"
                                                  : "INSERT INTO courses_turns (subject, number) VALUES (:subject, 1) "
                                                    "ON CONFLICT (subject) DO UPDATE SET number = number + 1";
  tx.sql() << text, soci::use(subject);
}

}  // namespace courses
