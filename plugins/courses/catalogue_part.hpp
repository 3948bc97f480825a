// Courses, teachers, halls, lessons: the schedule, a course's page, their administration. Wiring only.
#pragma once

#include "foundation.hpp"
#include "people_admin.hpp"
#include "sql_lesson_repository.hpp"
#include "timetable_admin.hpp"

namespace courses {

class CataloguePart {
 public:
  CataloguePart(callboard::Registrar& host, Foundation& foundation);

 private:
  void add_resources(callboard::Registrar& host) const;
  void connect(callboard::Registrar& all);

  SqlLessonRepository lessons_;
  LessonPlanner planner_;
  CoursesAdmin courses_;
  TimetableAdmin timetable_;
  PeopleAdmin people_;
};

}  // namespace courses
