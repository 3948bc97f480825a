// Courses on SQLite and MySQL (sql/courses/0001). Thread-safe.
#pragma once

#include "course_repository.hpp"

namespace courses {

class SqlCourseRepository : public CourseRepository {
 public:
  std::optional<Course> course(callboard::Transaction& tx, CourseId id) const override;
  std::map<CourseId, Course> courses(callboard::Transaction& tx, const std::vector<CourseId>& ids) const override;
  std::optional<Teacher> teacher_of(callboard::Transaction& tx, callboard::UserId user) const override;
  std::optional<Teacher> teacher(callboard::Transaction& tx, TeacherId id) const override;
  std::vector<Course> courses_of(callboard::Transaction& tx, TeacherId teacher) const override;
  std::optional<Lesson> lesson(callboard::Transaction& tx, LessonId id) const override;
  std::vector<Lesson> lessons(callboard::Transaction& tx, CourseId course, callboard::Time from,
                              callboard::Time until) const override;
  bool take_places(callboard::Transaction& tx, CourseId course, int places) const override;
  void free_places(callboard::Transaction& tx, CourseId course, int places) const override;
  void take_turn(callboard::Transaction& tx, const std::string& subject) const override;

  // For tests of their plans.
  static std::string teachers_statement(const std::string& ids);  // "(1,2)"
  static std::string lessons_statement();
  static std::string courses_of_statement();
};

}  // namespace courses
