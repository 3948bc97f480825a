#include "sql_lesson_keys.hpp"

#include <callboard/sql.hpp>

namespace courses {

using namespace callboard;

namespace {

struct KeyRow {
  long long lesson = 0, teacher = 0, user = 0, room = 0, from = 0, until = 0;
  LessonKey key() const {
    return {LessonId{lesson}, TeacherId{teacher}, UserId{user}, room, time_from_sql(from), time_from_sql(until), {}};
  }
};

// A number of ours, written out.
std::string of_course(const char* before, std::optional<CourseId> course, const char* after) {
  return course ? before + std::to_string(to_sql(*course)) + after : std::string();
}

}  // namespace

// A lesson's own teacher opens it alone; without one all of the course's do.
std::vector<LessonKey> SqlLessonKeys::wanted(Transaction& tx, Time from, Time until, std::optional<CourseId> course) {
  const auto begin = to_sql(from), end = to_sql(until);
  KeyRow row;
  std::string title;
  soci::statement select =
      (tx.sql().prepare << "SELECT DISTINCT l.id, t.id, t.user_id, h.room_id, l.starts_at, l.ends_at, c.title "
                           "FROM courses_lessons l JOIN courses_courses c ON c.id = l.course_id "
                           "JOIN courses_halls h ON h.id = COALESCE(l.hall_id, c.hall_id) "
                           "LEFT JOIN courses_course_teachers m ON m.course_id = c.id "
                           "JOIN courses_teachers t ON t.id = COALESCE(l.teacher_id, m.teacher_id) "
                           "WHERE l.starts_at >= :begin AND l.starts_at < :end AND l.cancelled = 0 "
                           "AND c.state <> 'draft' AND h.room_id IS NOT NULL AND t.user_id IS NOT NULL" +
                               of_course(" AND l.course_id = ", course, "") + " ORDER BY l.id, t.id LIMIT 5000",
       soci::use(begin, "begin"), soci::use(end, "end"), soci::into(row.lesson), soci::into(row.teacher),
       soci::into(row.user), soci::into(row.room), soci::into(row.from), soci::into(row.until), soci::into(title));
  select.execute();
  std::vector<LessonKey> keys;
  while (select.fetch()) {
    keys.push_back(row.key());
    keys.back().note = title;
  }
  return keys;
}

std::vector<LessonKey> SqlLessonKeys::open(Transaction& tx, Time now, std::optional<CourseId> course) {
  const auto at = to_sql(now);
  KeyRow row;
  soci::statement select =
      (tx.sql().prepare << "SELECT k.lesson_id, k.teacher_id, k.user_id, k.room_id, k.from_at, k.until_at "
                           "FROM courses_open_keys k LEFT JOIN courses_lessons l ON l.id = k.lesson_id "
                           "WHERE k.until_at > :now" +
                               of_course(" AND (l.course_id = ", course, " OR l.id IS NULL)") +
                               " ORDER BY k.lesson_id, k.teacher_id",
       soci::use(at, "now"), soci::into(row.lesson), soci::into(row.teacher), soci::into(row.user),
       soci::into(row.room), soci::into(row.from), soci::into(row.until));
  select.execute();
  std::vector<LessonKey> keys;
  while (select.fetch()) keys.push_back(row.key());
  return keys;
}

void SqlLessonKeys::remember(Transaction& tx, const LessonKey& key) {
  forget(tx, key);
  const auto lesson = to_sql(key.lesson), teacher = to_sql(key.teacher), user = to_sql(key.user);
  const long long room = key.room;
  const auto from = to_sql(key.from), until = to_sql(key.until);
  tx.sql() << "INSERT INTO courses_open_keys (lesson_id, teacher_id, user_id, room_id, from_at, until_at) "
              "VALUES (:lesson, :teacher, :user, :room, :begin, :until)",
      soci::use(lesson, "lesson"), soci::use(teacher, "teacher"), soci::use(user, "user"), soci::use(room, "room"),
      soci::use(from, "begin"), soci::use(until, "until");
}

void SqlLessonKeys::forget(Transaction& tx, const LessonKey& key) {
  const auto lesson = to_sql(key.lesson), teacher = to_sql(key.teacher);
  tx.sql() << "DELETE FROM courses_open_keys WHERE lesson_id = :lesson AND teacher_id = :teacher",
      soci::use(lesson, "lesson"), soci::use(teacher, "teacher");
}

void SqlLessonKeys::forget_past(Transaction& tx, Time before) {
  const auto at = to_sql(before);
  tx.sql() << "DELETE FROM courses_open_keys WHERE until_at <= :at", soci::use(at, "at");
}

}  // namespace courses
