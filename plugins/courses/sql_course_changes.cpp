#include "sql_course_changes.hpp"

#include <charconv>

#include <callboard/sql.hpp>

namespace courses {

using namespace callboard;

namespace {

constexpr std::size_t kMostLessons = 30;
constexpr const char* kEverything = "*,";  // beside the ids, each with a comma after it

std::string details_of(const std::vector<LessonId>& lessons) {
  if (lessons.empty() || lessons.size() > kMostLessons) return kEverything;
  std::string ids;
  for (const auto lesson : lessons) ids += std::to_string(to_sql(lesson)) + ",";
  return ids;
}

CourseChange change_of(long long course, long long changed, const std::string& details) {
  CourseChange change{CourseId{course}, time_from_sql(changed), {}, false};
  for (std::size_t from = 0; from < details.size();) {
    const auto end = details.find(',', from);
    long long id = 0;
    const auto [stop, error] = std::from_chars(details.data() + from, details.data() + details.size(), id);
    if (error == std::errc{}) {
      change.lessons.insert(LessonId{id});
    } else {
      change.everything = true;
    }
    if (end == std::string::npos) break;
    from = end + 1;
  }
  return change;
}

}  // namespace

// A list that is nearly full becomes one of everything.
void SqlCourseChanges::note(Transaction& tx, CourseId course, const std::vector<LessonId>& lessons, Time now) {
  const auto id = to_sql(course), at = to_sql(now);
  const auto details = details_of(lessons);
  const char* text = tx.engine() == Engine::Mysql
                         ? "INSERT INTO courses_changes (course_id, first_at, changed_at, details) "
                           "VALUES (:id, :at, :at, :details) ON DUPLICATE KEY UPDATE changed_at = :at, "
                           "details = CASE WHEN LENGTH(details) < 3000 THEN CONCAT(details, :details) ELSE '*,' END"
                         : "INSERT INTO courses_changes (course_id, first_at, changed_at, details) "
                           "VALUES (:id, :at, :at, :details) ON CONFLICT (course_id) DO UPDATE SET changed_at = :at, "
                           "details = CASE WHEN LENGTH(details) < 3000 THEN details || :details ELSE '*,' END";
  tx.sql() << text, soci::use(id, "id"), soci::use(at, "at"), soci::use(details, "details");
}

std::vector<CourseChange> SqlCourseChanges::due(Transaction& tx, Time quiet, Time late) {
  const auto last = to_sql(quiet), first = to_sql(late);
  long long course = 0, changed = 0;
  std::string details;
  soci::statement select = (tx.sql().prepare << "SELECT course_id, changed_at, details FROM courses_changes "
                                                "WHERE changed_at <= :last OR first_at <= :first LIMIT 50",
                            soci::use(last, "last"), soci::use(first, "first"), soci::into(course), soci::into(changed),
                            soci::into(details));
  select.execute();
  std::vector<CourseChange> all;
  while (select.fetch()) all.push_back(change_of(course, changed, details));
  return all;
}

bool SqlCourseChanges::take(Transaction& tx, const CourseChange& change) {
  const auto course = to_sql(change.course), changed = to_sql(change.changed_at);
  soci::statement erase =
      (tx.sql().prepare << "DELETE FROM courses_changes WHERE course_id = :course AND changed_at = :changed",
       soci::use(course, "course"), soci::use(changed, "changed"));
  return affected_rows(erase) == 1;
}

std::set<UserId> SqlReminders::reminded(Transaction& tx, LessonId lesson) {
  const auto id = to_sql(lesson);
  long long user = 0;
  soci::statement select = (tx.sql().prepare << "SELECT user_id FROM courses_reminders WHERE lesson_id = :id",
                            soci::use(id, "id"), soci::into(user));
  select.execute();
  std::set<UserId> users;
  while (select.fetch()) users.insert(UserId{user});
  return users;
}

bool SqlReminders::remember(Transaction& tx, LessonId lesson, UserId user, Time now) {
  const auto lesson_id = to_sql(lesson), user_id = to_sql(user), at = to_sql(now);
  return unless_taken([&] {
    tx.sql() << "INSERT INTO courses_reminders (lesson_id, user_id, sent_at) VALUES (:lesson, :user, :at)",
        soci::use(lesson_id, "lesson"), soci::use(user_id, "user"), soci::use(at, "at");
  });
}

std::string SqlReminders::forget_statement() { return "DELETE FROM courses_reminders WHERE sent_at < :value"; }

void SqlReminders::forget(Transaction& tx, Time before) {
  const auto at = to_sql(before);
  tx.sql() << forget_statement(), soci::use(at, "value");
}

}  // namespace courses
