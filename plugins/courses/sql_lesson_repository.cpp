#include "sql_lesson_repository.hpp"

#include <algorithm>

#include <callboard/sql.hpp>

namespace courses {

using namespace callboard;

namespace {

// No lesson is longer, so another one that overlaps began at most so long before: what the index is bounded by.
constexpr std::chrono::hours kLongestLesson{24};

// A value that may be NULL, as SOCI binds it.
template <typename Id>
struct Maybe {
  explicit Maybe(const std::optional<Id>& id)
      : value(id ? to_sql(*id) : 0), indicator(id ? soci::i_ok : soci::i_null) {}
  long long value;
  soci::indicator indicator;
};

template <typename Id>
std::optional<Id> id_or_none(long long id) {
  return id == 0 ? std::nullopt : std::optional<Id>(Id{id});
}

struct Span {
  long long starts = 0, ends = 0;
};

std::optional<Span> span_of(Transaction& tx, LessonId lesson) {
  const auto id = to_sql(lesson);
  Span span;
  tx.sql() << "SELECT starts_at, ends_at FROM courses_lessons WHERE id = :id AND cancelled = 0", soci::use(id, "id"),
      soci::into(span.starts), soci::into(span.ends);
  return tx.sql().got_data() ? std::optional<Span>(span) : std::nullopt;
}

std::optional<LessonClash> clash(Transaction& tx, const std::string& text, LessonId lesson, bool as_student) {
  const auto span = span_of(tx, lesson);
  if (!span) return std::nullopt;
  const auto id = to_sql(lesson);
  const long long since = span->starts - std::chrono::microseconds(kLongestLesson).count();
  long long starts = 0, ends = 0;
  LessonClash found;
  tx.sql() << text, soci::use(id, "id"), soci::use(since, "since"), soci::use(span->starts, "starts"),
      soci::use(span->ends, "ends"), soci::into(found.what), soci::into(found.course), soci::into(starts),
      soci::into(ends);
  if (!tx.sql().got_data()) return std::nullopt;
  found.starts_at = time_from_sql(starts);
  found.ends_at = time_from_sql(ends);
  found.as_student = as_student;
  return found;
}

// `o` is another lesson at the time of lesson :id, `a`.
const std::string kOverlaps = R"sql(
      JOIN courses_lessons o ON o.starts_at > :since AND o.starts_at < :ends AND o.ends_at > :starts
                            AND o.cancelled = 0 AND o.id <> a.id
      JOIN courses_courses oc ON oc.id = o.course_id )sql";

}  // namespace

std::string SqlLessonRepository::hall_clash_statement() {
  return R"sql(
    SELECT h.name, oc.title, o.starts_at, o.ends_at
      FROM courses_lessons a JOIN courses_courses ac ON ac.id = a.course_id
      JOIN courses_halls h ON h.id = COALESCE(a.hall_id, ac.hall_id))sql" +
         kOverlaps + "WHERE a.id = :id AND COALESCE(o.hall_id, oc.hall_id) = h.id ORDER BY o.starts_at LIMIT 1";
}

// A lesson without a teacher of its own is given by all of the course's.
std::string SqlLessonRepository::teacher_clash_statement() {
  return R"sql(
    SELECT t.full_name, oc.title, o.starts_at, o.ends_at
      FROM courses_lessons a
      JOIN courses_course_teachers m ON m.course_id = a.course_id AND COALESCE(a.teacher_id, m.teacher_id) = m.teacher_id
      JOIN courses_teachers t ON t.id = m.teacher_id)sql" +
         kOverlaps + R"sql(
     WHERE a.id = :id
       AND (o.teacher_id = t.id
            OR (o.teacher_id IS NULL AND EXISTS (SELECT 1 FROM courses_course_teachers om
                                                  WHERE om.course_id = o.course_id AND om.teacher_id = t.id)))
     ORDER BY o.starts_at LIMIT 1)sql";
}

// The teacher takes part in another course.
std::string SqlLessonRepository::student_clash_statement() {
  return R"sql(
    SELECT t.full_name, oc.title, o.starts_at, o.ends_at
      FROM courses_lessons a
      JOIN courses_course_teachers m ON m.course_id = a.course_id AND COALESCE(a.teacher_id, m.teacher_id) = m.teacher_id
      JOIN courses_teachers t ON t.id = m.teacher_id
      JOIN courses_enrolments e ON e.user_id = t.user_id AND e.state IN ('confirmed', 'offered')
      JOIN courses_lessons o ON o.course_id = e.course_id AND o.starts_at > :since AND o.starts_at < :ends
                            AND o.ends_at > :starts AND o.cancelled = 0 AND o.id <> a.id
                            AND o.planned_on BETWEEN e.starts_on AND e.ends_on
                            AND (o.teacher_id IS NULL OR o.teacher_id = e.teacher_id)
      JOIN courses_courses oc ON oc.id = o.course_id
     WHERE a.id = :id ORDER BY o.starts_at LIMIT 1)sql";
}

std::vector<WeeklyTime> SqlLessonRepository::weekly_times(Transaction& tx, CourseId course) const {
  const auto id = to_sql(course);
  long long time = 0, hall = 0, teacher = 0;
  WeeklyTime row;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT id, weekday, from_minute, until_minute, COALESCE(hall_id, 0), COALESCE(teacher_id, 0)
        FROM courses_weekly_times WHERE course_id = :course ORDER BY weekday, from_minute LIMIT 100)sql",
                            soci::use(id, "course"), soci::into(time), soci::into(row.weekday), soci::into(row.from),
                            soci::into(row.until), soci::into(hall), soci::into(teacher));
  select.execute();
  std::vector<WeeklyTime> all;
  while (select.fetch()) {
    row.id = WeeklyTimeId{time};
    row.course = course;
    row.hall = id_or_none<HallId>(hall);
    row.teacher = id_or_none<TeacherId>(teacher);
    all.push_back(row);
  }
  return all;
}

std::vector<Holiday> SqlLessonRepository::holidays(Transaction& tx, const std::string& from,
                                                   const std::string& until) const {
  Holiday row;
  soci::statement select =
      (tx.sql().prepare << R"sql(
      SELECT starts_on, ends_on FROM courses_holidays
       WHERE starts_on <= :until AND ends_on >= :from ORDER BY starts_on, id LIMIT 500)sql",
       soci::use(until, "until"), soci::use(from, "from"), soci::into(row.starts_on), soci::into(row.ends_on));
  select.execute();
  std::vector<Holiday> all;
  while (select.fetch()) all.push_back(row);
  return all;
}

std::vector<PlannedLesson> SqlLessonRepository::planned(Transaction& tx, CourseId course) const {
  const auto id = to_sql(course);
  long long lesson = 0, weekly = 0, starts = 0, ends = 0, hall = 0, teacher = 0, cancelled = 0, by_hand = 0;
  PlannedLesson row;
  soci::statement select =
      (tx.sql().prepare << R"sql(
      SELECT id, COALESCE(weekly_id, 0), planned_on, starts_at, ends_at, COALESCE(hall_id, 0), COALESCE(teacher_id, 0),
             cancelled, by_hand
        FROM courses_lessons WHERE course_id = :course ORDER BY starts_at LIMIT 2000)sql",
       soci::use(id, "course"), soci::into(lesson), soci::into(weekly), soci::into(row.planned_on), soci::into(starts),
       soci::into(ends), soci::into(hall), soci::into(teacher), soci::into(cancelled), soci::into(by_hand));
  select.execute();
  std::vector<PlannedLesson> all;
  while (select.fetch()) {
    row.id = LessonId{lesson};
    row.weekly = id_or_none<WeeklyTimeId>(weekly);
    row.starts_at = time_from_sql(starts);
    row.ends_at = time_from_sql(ends);
    row.hall = id_or_none<HallId>(hall);
    row.teacher = id_or_none<TeacherId>(teacher);
    row.cancelled = cancelled != 0;
    row.by_hand = by_hand != 0;
    all.push_back(row);
  }
  return all;
}

std::vector<CourseId> SqlLessonRepository::courses_on(Transaction& tx, const std::string& from,
                                                      const std::string& until) const {
  long long id = 0;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT id FROM courses_courses WHERE starts_on <= :until AND ends_on >= :from ORDER BY id LIMIT 5000)sql",
                            soci::use(until, "until"), soci::use(from, "from"), soci::into(id));
  select.execute();
  std::vector<CourseId> all;
  while (select.fetch()) all.push_back(CourseId{id});
  return all;
}

bool SqlLessonRepository::has_enrolments(Transaction& tx, CourseId course) const {
  const auto id = to_sql(course);
  long long found = 0;
  tx.sql() << "SELECT EXISTS (SELECT 1 FROM courses_enrolments WHERE course_id = :course)", soci::use(id, "course"),
      soci::into(found);
  return found != 0;
}

LessonId SqlLessonRepository::add(Transaction& tx, CourseId course, const PlannedLesson& lesson) const {
  const auto id = to_sql(course), starts = to_sql(lesson.starts_at), ends = to_sql(lesson.ends_at);
  const Maybe weekly(lesson.weekly);
  Maybe hall(lesson.hall);
  Maybe teacher(lesson.teacher);
  auto has_weekly = weekly.indicator;
  tx.sql() << R"sql(
      INSERT INTO courses_lessons (course_id, weekly_id, planned_on, starts_at, ends_at, hall_id, teacher_id)
      VALUES (:course, :weekly, :planned_on, :starts, :ends, :hall, :teacher))sql",
      soci::use(id, "course"), soci::use(weekly.value, has_weekly, "weekly"),
      soci::use(lesson.planned_on, "planned_on"), soci::use(starts, "starts"), soci::use(ends, "ends"),
      soci::use(hall.value, hall.indicator, "hall"), soci::use(teacher.value, teacher.indicator, "teacher");
  return last_insert_id<LessonId>(tx);
}

void SqlLessonRepository::change(Transaction& tx, const PlannedLesson& lesson, Time now) const {
  const auto id = to_sql(lesson.id), starts = to_sql(lesson.starts_at), ends = to_sql(lesson.ends_at), at = to_sql(now);
  const long long cancelled = lesson.cancelled ? 1 : 0;
  Maybe hall(lesson.hall);
  Maybe teacher(lesson.teacher);
  tx.sql() << R"sql(
      UPDATE courses_lessons
         SET planned_on = :planned_on, starts_at = :starts, ends_at = :ends, hall_id = :hall, teacher_id = :teacher,
             cancelled = :cancelled, sequence = sequence + 1, changed_at = :at, version = version + 1
       WHERE id = :id)sql",
      soci::use(lesson.planned_on, "planned_on"), soci::use(starts, "starts"), soci::use(ends, "ends"),
      soci::use(hall.value, hall.indicator, "hall"), soci::use(teacher.value, teacher.indicator, "teacher"),
      soci::use(cancelled, "cancelled"), soci::use(at, "at"), soci::use(id, "id");
}

void SqlLessonRepository::remove(Transaction& tx, LessonId lesson) const {
  const auto id = to_sql(lesson);
  tx.sql() << "DELETE FROM courses_lessons WHERE id = :id", soci::use(id, "id");
}

std::optional<LessonClash> SqlLessonRepository::hall_clash(Transaction& tx, LessonId lesson) const {
  return clash(tx, hall_clash_statement(), lesson, false);
}

std::optional<LessonClash> SqlLessonRepository::teacher_clash(Transaction& tx, LessonId lesson) const {
  if (auto found = clash(tx, teacher_clash_statement(), lesson, false)) return found;
  return clash(tx, student_clash_statement(), lesson, true);
}

std::vector<LessonId> SqlLessonRepository::coming(Transaction& tx, CourseId course, Time now) const {
  const auto id = to_sql(course), from = to_sql(now);
  long long lesson = 0;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT id FROM courses_lessons WHERE course_id = :course AND starts_at >= :from AND cancelled = 0
       ORDER BY starts_at LIMIT 2000)sql",
                            soci::use(id, "course"), soci::use(from, "from"), soci::into(lesson));
  select.execute();
  std::vector<LessonId> all;
  while (select.fetch()) all.push_back(LessonId{lesson});
  return all;
}

std::vector<std::string> SqlLessonRepository::turns(Transaction& tx, CourseId course) const {
  const auto id = to_sql(course);
  std::string kind;
  long long number = 0;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT 'hall', hall_id FROM courses_courses WHERE id = :course AND hall_id IS NOT NULL
       UNION SELECT 'hall', hall_id FROM courses_lessons WHERE course_id = :course AND hall_id IS NOT NULL
       UNION SELECT 'teacher', teacher_id FROM courses_course_teachers WHERE course_id = :course)sql",
                            soci::use(id, "course"), soci::into(kind), soci::into(number));
  select.execute();
  std::vector<std::string> all;
  while (select.fetch()) all.push_back(kind + "/" + std::to_string(number));
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace courses
