// Where courses, teachers, halls and lessons are kept. Every function runs inside the caller's transaction.
// Thread-safe.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include <callboard/database.hpp>

#include "values.hpp"

namespace courses {

class CourseRepository {
 public:
  virtual ~CourseRepository() = default;

  // With its teachers and hall, whatever its state.
  virtual std::optional<Course> course(callboard::Transaction& tx, CourseId id) const = 0;
  // Those that are there, with their teachers and halls, in two statements however many.
  virtual std::map<CourseId, Course> courses(callboard::Transaction& tx, const std::vector<CourseId>& ids) const = 0;
  // The teacher whom an account is linked to.
  virtual std::optional<Teacher> teacher_of(callboard::Transaction& tx, callboard::UserId user) const = 0;
  virtual std::optional<Teacher> teacher(callboard::Transaction& tx, TeacherId id) const = 0;
  // Those that this teacher gives, drafts left out, the newest first; at most 500.
  virtual std::vector<Course> courses_of(callboard::Transaction& tx, TeacherId teacher) const = 0;

  virtual std::optional<Lesson> lesson(callboard::Transaction& tx, LessonId id) const = 0;
  // A course's, in the order of time, cancelled ones included; at most 2,000. `from` is included, `until` is not.
  virtual std::vector<Lesson> lessons(callboard::Transaction& tx, CourseId course, callboard::Time from,
                                      callboard::Time until) const = 0;

  // Takes so many places if they are free; false where they are not. Gives them back.
  virtual bool take_places(callboard::Transaction& tx, CourseId course, int places) const = 0;
  virtual void free_places(callboard::Transaction& tx, CourseId course, int places) const = 0;
  // Waits for whoever checks something about the same subject ("student/7", "hall/3", "course/2"), until this
  // transaction ends. Ask for several in the order of their texts.
  virtual void take_turn(callboard::Transaction& tx, const std::string& subject) const = 0;
};

}  // namespace courses
