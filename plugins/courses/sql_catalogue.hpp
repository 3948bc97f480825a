// What visitors see of the courses, in the database: read in as few statements as can be. Thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <callboard/database.hpp>

#include "weekly_times.hpp"

namespace courses {

// A teacher as everybody may see him.
struct PublicTeacher {
  TeacherId id{};
  std::string full_name, specialisation, about;
  std::string picture;  // a stored file's name, or empty
};

class SqlCatalogue {
 public:
  // How often the catalogue was changed, and how many places of these courses (of all, where they are very many) are
  // taken now: one statement, which is kept.
  struct Present {
    std::int64_t revision = 0;
    std::map<CourseId, int> taken;
  };
  static Present present(callboard::Transaction& tx, const std::vector<CourseId>& courses);
  // Published and closed ones, by their first day; at most 5,000.
  static std::vector<CourseId> shown(callboard::Transaction& tx);
  // Of all courses that are shown.
  static std::map<CourseId, std::vector<WeeklyTime>> weekly_times(callboard::Transaction& tx);
  // That begin within [from, until), by their beginning; drafts' as well. At most 10,000.
  static std::vector<Lesson> lessons(callboard::Transaction& tx, callboard::Time from, callboard::Time until);

  static std::vector<PublicTeacher> teachers_of(callboard::Transaction& tx, CourseId course);
  static std::optional<PublicTeacher> teacher(callboard::Transaction& tx, TeacherId id);

  // The state of somebody's last enrolment in a course.
  static std::optional<EnrolmentState> enrolment(callboard::Transaction& tx, CourseId course, callboard::UserId user);
  // The courses that somebody takes part in or has taken part in, the newest first; at most 200.
  static std::vector<CourseId> taken_part(callboard::Transaction& tx, callboard::UserId user);
  static bool has_taken_part(callboard::Transaction& tx, CourseId course, callboard::UserId user);

  // For tests of their plans.
  static std::string present_statement(const std::string& courses);  // "1,2"; empty for none
  static std::string shown_statement();
  static std::string lessons_statement();
  static std::string enrolment_statement();
};

}  // namespace courses
