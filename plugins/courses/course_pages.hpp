// /courses/{id}: one course for everybody, and its teachers' pictures. Thread-safe.
#pragma once

#include <callboard/media.hpp>
#include <callboard/view.hpp>

#include "lesson_repository.hpp"
#include "schedule_data.hpp"

namespace courses {

class CoursePages {
 public:
  struct Parts {
    callboard::Database& database;
    callboard::View& view;
    const CourseRepository& courses;
    const LessonRepository& lessons;
    const callboard::MediaStore& media;
    const callboard::Clock& clock;
    const callboard::Site& site;
  };
  explicit CoursePages(const Parts& parts) : parts_(parts) {}

  // Only while plugins register; without it there are no reviews.
  void review_by(const reviews::Reviews* reviews) { reviews_ = reviews; }

  // A draft is there for administrators alone.
  callboard::Response course(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response picture(const callboard::Request& request) const;

 private:
  nlohmann::json data(callboard::Transaction& tx, const Course& course, const callboard::Visitor& visitor) const;
  nlohmann::json lessons_data(callboard::Transaction& tx, const Course& course,
                              const std::vector<WeeklyTime>& times) const;
  nlohmann::json enrolment_data(callboard::Transaction& tx, const Course& course, const callboard::Visitor& visitor,
                                bool over) const;
  nlohmann::json reviews_data(callboard::Transaction& tx, CourseId course) const;

  Parts parts_;
  const reviews::Reviews* reviews_ = nullptr;
};

// What can be reviewed of the courses, and by whom.
reviews::SubjectKind course_subjects(const CourseRepository& courses);

}  // namespace courses
