// Keeps a course's lessons as its weekly times, dates and the holidays say, inside the transaction that changes any of
// these; refuses what would put a hall or a teacher at two places at once. Thread-safe.
#pragma once

#include <callboard/admin.hpp>
#include <callboard/services.hpp>
#include <callboard/site.hpp>
#include <callboard/view.hpp>

#include "course_repository.hpp"
#include "lesson_repository.hpp"
#include "news.hpp"

namespace courses {

// The fields of a form at which a clash is told, and to whom.
struct ClashFields {
  const char* hall;
  const char* teacher;
  callboard::Language language = callboard::Language::English;
};

class LessonPlanner {
 public:
  struct Parts {
    const CourseRepository& courses;
    const LessonRepository& lessons;
    News& news;
    const callboard::Clock& clock;
    const callboard::Site& site;
    const callboard::View& view;
  };
  explicit LessonPlanner(const Parts& parts) : parts_(parts) {}

  enum class Check {
    Changed,  // the lessons that are new or moved
    All,      // all to come: the course's own hall or teachers are others now
  };
  // `course_too`: people were told of something else that is another now. Throws AdminRefusal for a clash.
  void plan(callboard::Transaction& tx, CourseId course, Check check, const ClashFields& fields,
            bool course_too = false) const;
  // Every course that lasts on one of these days, both included. Throws AdminRefusal where a lesson that returns
  // clashes.
  void plan_all(callboard::Transaction& tx, const std::string& from, const std::string& until,
                const ClashFields& fields) const;

  // For a lesson that was added or moved by hand. Throws AdminRefusal.
  void check(callboard::Transaction& tx, CourseId course, const std::vector<LessonId>& lessons,
             const ClashFields& fields) const;
  // Tells students, unless it is a draft.
  void tell(callboard::Transaction& tx, CourseId course, const std::vector<LessonId>& lessons) const;

 private:
  std::vector<LessonId> apply(callboard::Transaction& tx, const Course& course) const;
  callboard::Text clash_text(const LessonClash& clash, callboard::Language language) const;

  Parts parts_;
};

}  // namespace courses
