// Courses as administrators keep them. Thread-safe.
#pragma once

#include <callboard/admin.hpp>

#include "enrolment_changes.hpp"
#include "lesson_planner.hpp"

namespace courses {

// The kinds of records in the audit log and in the search index.
inline constexpr const char* kCourseRecord = "course";
inline constexpr const char* kTeacherRecord = "teacher";
inline constexpr const char* kHallRecord = "hall";

// Whoever shows the catalogue remembers it until this turn is taken again: taken by everything that changes it.
inline constexpr const char* kCatalogueTurn = "catalogue";

class CoursesAdmin {
 public:
  struct Parts {
    callboard::Engine engine;
    const CourseRepository& courses;
    const LessonRepository& lessons;
    const LessonPlanner& planner;
    const callboard::Clock& clock;
    const callboard::Site& site;
    const callboard::View& view;
  };
  explicit CoursesAdmin(const Parts& parts) : parts_(parts) {}

  callboard::AdminResource resource() const;
  // Who offers the places of a course that was made larger to those who wait. Only while the plugin registers.
  void offer_by(const EnrolmentChanges& changes) { changes_ = &changes; }

 private:
  callboard::AdminWrites writes() const;
  std::vector<callboard::AdminAction> actions() const;
  callboard::Faults check(callboard::Transaction& tx, const callboard::AdminCall& call, const nlohmann::json& record,
                          const nlohmann::json& values) const;
  std::int64_t create(callboard::Transaction& tx, const callboard::AdminCall& call, nlohmann::json values) const;
  void change(callboard::Transaction& tx, const callboard::AdminCall& call, CourseId id,
              const nlohmann::json& values) const;
  void remove(callboard::Transaction& tx, CourseId id) const;
  void set_state(callboard::Transaction& tx, CourseId id, CourseState state) const;
  void check_promises(callboard::Transaction& tx, const callboard::AdminCall& call, callboard::Faults& faults,
                      CourseId course, const nlohmann::json& all) const;
  void keep_promises(callboard::Transaction& tx, const callboard::AdminCall& call, CourseId id) const;
  void set_times(callboard::Transaction& tx, CourseId id, const std::string& schedule) const;
  // A day that was left out is today, or as long after the first one as a course usually lasts.
  void complete_dates(nlohmann::json& values) const;

  Parts parts_;
  const EnrolmentChanges* changes_ = nullptr;
};

}  // namespace courses
