// A theatre school's season to look at: teachers, halls, holidays, and courses that are over, under way and to come.
// For a command; one at a time.
#pragma once

#include <vector>

#include <callboard/people.hpp>
#include <callboard/search.hpp>

#include "lesson_planner.hpp"

namespace courses {

struct DemoTeacher {
  const char* full_name;
  const char* specialisation;
  const char* about;
  const char* account;  // of the demo's people, or empty
};
struct DemoHall {
  const char* name;
  int places;
};
struct DemoCourse {
  const char* title;
  std::vector<std::size_t> teachers;
  std::size_t hall;
  const char* times;  // "Mon 18:00-20:00"
  int first_day;      // from today
  int weeks;
  int capacity;
  const char* price;
  const char* state;
  const char* description;
};
const std::vector<DemoTeacher>& demo_teachers();
const std::vector<DemoHall>& demo_halls();
const std::vector<DemoCourse>& demo_courses();

class CatalogueDemo {
 public:
  struct Parts {
    callboard::Database& database;
    const CourseRepository& courses;
    const LessonPlanner& planner;
    const callboard::PeopleNames& people;
    callboard::SearchIndex& search;
    const callboard::Clock& clock;
    const callboard::Site& site;
  };
  explicit CatalogueDemo(const Parts& parts) : parts_(parts) {}

  // Adds all of it where there is no course yet.
  nlohmann::json load() const;

 private:
  void add_holidays(callboard::Transaction& tx) const;
  std::vector<std::int64_t> add_teachers(callboard::Transaction& tx) const;
  std::vector<std::int64_t> add_halls(callboard::Transaction& tx) const;
  void add_course(callboard::Transaction& tx, const DemoCourse& course, const std::vector<std::int64_t>& teachers,
                  const std::vector<std::int64_t>& halls) const;
  void plan(callboard::Transaction& tx, CourseId id, const DemoCourse& course) const;

  Parts parts_;
};

}  // namespace courses
