// Courses, teachers, halls, lessons: the schedule, a course's page, their administration. Wiring only.
#pragma once

#include "catalogue.hpp"
#include "catalogue_demo.hpp"
#include "course_pages.hpp"
#include "foundation.hpp"
#include "people_admin.hpp"
#include "schedule_pages.hpp"
#include "sql_lesson_repository.hpp"
#include "timetable_admin.hpp"

namespace courses {

class CataloguePart {
 public:
  CataloguePart(callboard::Registrar& host, Foundation& foundation);

  void offer_places_by(const EnrolmentChanges& changes) { courses_.offer_by(changes); }

 private:
  void add_resources(callboard::Registrar& host) const;
  void add_pages(callboard::Registrar& host) const;
  void connect(callboard::Registrar& all);

  SqlLessonRepository lessons_;
  LessonPlanner planner_;
  CoursesAdmin courses_;
  TimetableAdmin timetable_;
  PeopleAdmin people_;
  Catalogue catalogue_;
  SchedulePages schedule_;
  CoursePages pages_;
  CatalogueDemo demo_;
  const CourseRepository& course_rows_;
};

}  // namespace courses
