// Weekly times, holidays and lessons in the database; see LessonRepository.
#pragma once

#include "lesson_repository.hpp"

namespace courses {

class SqlLessonRepository : public LessonRepository {
 public:
  std::vector<WeeklyTime> weekly_times(callboard::Transaction& tx, CourseId course) const override;
  std::vector<Holiday> holidays(callboard::Transaction& tx, const std::string& from,
                                const std::string& until) const override;
  std::vector<PlannedLesson> planned(callboard::Transaction& tx, CourseId course) const override;
  std::vector<CourseId> courses_on(callboard::Transaction& tx, const std::string& from,
                                   const std::string& until) const override;
  bool has_enrolments(callboard::Transaction& tx, CourseId course) const override;
  LessonId add(callboard::Transaction& tx, CourseId course, const PlannedLesson& lesson) const override;
  void change(callboard::Transaction& tx, const PlannedLesson& lesson, callboard::Time now) const override;
  void remove(callboard::Transaction& tx, LessonId lesson) const override;
  std::optional<LessonClash> hall_clash(callboard::Transaction& tx, LessonId lesson) const override;
  std::optional<LessonClash> teacher_clash(callboard::Transaction& tx, LessonId lesson) const override;
  std::vector<LessonId> coming(callboard::Transaction& tx, CourseId course, callboard::Time now) const override;
  std::vector<std::string> turns(callboard::Transaction& tx, CourseId course) const override;

  // For tests of their plans.
  static std::string hall_clash_statement();
  static std::string teacher_clash_statement();
  static std::string student_clash_statement();
};

}  // namespace courses
