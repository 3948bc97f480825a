#include "sql_feed_repository.hpp"

#include <callboard/sql_select.hpp>

namespace courses {

using namespace callboard;

std::optional<Feed> SqlFeedRepository::of_user(Transaction& tx, UserId user) {
  const auto id = to_sql(user);
  long long created = 0;
  Feed feed{user, {}, {}, {}};
  tx.sql() << "SELECT token_hash, sealed, created_at FROM courses_feeds WHERE user_id = :id", soci::use(id, "id"),
      soci::into(feed.token_hash), soci::into(feed.sealed), soci::into(created);
  if (!tx.sql().got_data()) return std::nullopt;
  feed.created_at = time_from_sql(created);
  return feed;
}

std::optional<UserId> SqlFeedRepository::user_of(Transaction& tx, const std::string& token_hash) {
  long long user = 0;
  tx.sql() << "SELECT user_id FROM courses_feeds WHERE token_hash = :hash", soci::use(token_hash, "hash"),
      soci::into(user);
  return tx.sql().got_data() ? std::optional(UserId{user}) : std::nullopt;
}

void SqlFeedRepository::store(Transaction& tx, const Feed& feed) {
  erase(tx, feed.user);
  const auto user = to_sql(feed.user), created = to_sql(feed.created_at);
  tx.sql() << "INSERT INTO courses_feeds (user_id, token_hash, sealed, created_at) "
              "VALUES (:user, :hash, :sealed, :created)",
      soci::use(user, "user"), soci::use(feed.token_hash, "hash"), soci::use(feed.sealed, "sealed"),
      soci::use(created, "created");
}

void SqlFeedRepository::erase(Transaction& tx, UserId user) {
  const auto id = to_sql(user);
  tx.sql() << "DELETE FROM courses_feeds WHERE user_id = :id", soci::use(id, "id");
}

std::string SqlFeedRepository::lessons_statement(const std::string& condition) {
  return "SELECT l.id, l.course_id, l.planned_on, l.starts_at, l.ends_at, COALESCE(l.hall_id, c.hall_id, 0), "
         "COALESCE(h.name, ''), COALESCE(l.teacher_id, 0), l.cancelled, l.note, l.sequence, l.changed_at "
         "FROM courses_lessons l JOIN courses_courses c ON c.id = l.course_id "
         "LEFT JOIN courses_halls h ON h.id = COALESCE(l.hall_id, c.hall_id) "
         "WHERE l.starts_at >= :from AND l.starts_at < :until AND " +
         condition + " ORDER BY l.starts_at, l.id LIMIT " + std::to_string(kMostLessons);
}

namespace {

std::vector<Lesson> read_lessons(Transaction& tx, const std::string& condition, Time from, Time until) {
  const auto begin = to_sql(from), end = to_sql(until);
  long long id = 0, course = 0, starts = 0, ends = 0, hall = 0, teacher = 0, cancelled = 0, sequence = 0, changed = 0;
  std::string hall_name;
  Lesson lesson;
  soci::statement select =
      (tx.sql().prepare << SqlFeedRepository::lessons_statement(condition), soci::use(begin, "from"),
       soci::use(end, "until"), soci::into(id), soci::into(course), soci::into(lesson.planned_on), soci::into(starts),
       soci::into(ends), soci::into(hall), soci::into(hall_name), soci::into(teacher), soci::into(cancelled),
       soci::into(lesson.note), soci::into(sequence), soci::into(changed));
  select.execute();
  std::vector<Lesson> lessons;
  while (select.fetch()) {
    lesson.id = LessonId{id};
    lesson.course = CourseId{course};
    lesson.starts_at = time_from_sql(starts);
    lesson.ends_at = time_from_sql(ends);
    lesson.hall = hall == 0 ? std::nullopt : std::optional(Hall{HallId{hall}, hall_name});
    lesson.teacher = teacher == 0 ? std::nullopt : std::optional(TeacherId{teacher});
    lesson.cancelled = cancelled != 0;
    lesson.sequence = static_cast<int>(sequence);
    lesson.changed_at = time_from_sql(changed);
    lessons.push_back(lesson);
  }
  return lessons;
}

}  // namespace

std::vector<Lesson> SqlFeedRepository::lessons_of(Transaction& tx, const std::vector<CourseId>& courses, Time from,
                                                  Time until) {
  if (courses.empty()) return {};
  return read_lessons(tx, "l.course_id IN " + sql_list(courses), from, until);
}

std::vector<Lesson> SqlFeedRepository::public_lessons(Transaction& tx, Time from, Time until) {
  return read_lessons(tx, kPublic, from, until);
}

}  // namespace courses
