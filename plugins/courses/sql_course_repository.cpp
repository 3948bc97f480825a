#include "sql_course_repository.hpp"

#include <array>

#include <callboard/sql_select.hpp>

namespace courses {

using namespace callboard;

namespace {

const std::string kCourse = R"sql(
    SELECT c.id, c.version, c.title, c.description, c.state, COALESCE(c.hall_id, 0), COALESCE(h.name, ''), c.capacity,
           c.taken, c.price, c.starts_on, c.ends_on, c.personal, c.pair, c.sequence,
           c.changed_at
      FROM courses_courses c LEFT JOIN courses_halls h ON h.id = c.hall_id )sql";

const std::string kTeacher = "t.id, t.full_name, t.specialisation, COALESCE(t.user_id, 0) FROM courses_teachers t ";

// A lesson without a hall of its own is in the course's.
const std::string kLesson = R"sql(
    SELECT l.id, l.course_id, l.planned_on, l.starts_at, l.ends_at, COALESCE(l.hall_id, c.hall_id, 0),
           COALESCE(h.name, ''), COALESCE(l.teacher_id, 0), l.cancelled, l.note, l.sequence,
           l.changed_at
      FROM courses_lessons l JOIN courses_courses c ON c.id = l.course_id
      LEFT JOIN courses_halls h ON h.id = COALESCE(l.hall_id, c.hall_id) )sql";

struct CourseRow {
  // id, version, hall, capacity, taken, personal, pair, sequence, changed at
  std::array<long long, 9> numbers{};
  std::string state, hall;
  Course course;

  void exchange(soci::statement& statement) {
    statement.exchange(soci::into(numbers[0])), statement.exchange(soci::into(numbers[1]));
    statement.exchange(soci::into(course.title)), statement.exchange(soci::into(course.description));
    statement.exchange(soci::into(state)), statement.exchange(soci::into(numbers[2]));
    statement.exchange(soci::into(hall)), statement.exchange(soci::into(numbers[3]));
    statement.exchange(soci::into(numbers[4])), statement.exchange(soci::into(course.price));
    statement.exchange(soci::into(course.starts_on)), statement.exchange(soci::into(course.ends_on));
    statement.exchange(soci::into(numbers[5])), statement.exchange(soci::into(numbers[6]));
    statement.exchange(soci::into(numbers[7])), statement.exchange(soci::into(numbers[8]));
  }
  Course value() const {
    Course value = course;
    value.id = CourseId{numbers[0]};
    value.version = numbers[1];
    value.state = course_state_of(state);
    if (numbers[2] != 0) value.hall = Hall{HallId{numbers[2]}, hall};
    value.capacity = static_cast<int>(numbers[3]);
    value.taken = static_cast<int>(numbers[4]);
    value.personal = numbers[5] != 0;
    value.pair = numbers[6] != 0;
    value.sequence = static_cast<int>(numbers[7]);
    value.changed_at = time_from_sql(numbers[8]);
    return value;
  }
};

struct TeacherRow {
  long long id = 0, user = 0;
  Teacher teacher;

  void exchange(soci::statement& statement) {
    statement.exchange(soci::into(id)), statement.exchange(soci::into(teacher.full_name));
    statement.exchange(soci::into(teacher.specialisation)), statement.exchange(soci::into(user));
  }
  Teacher value() const {
    Teacher value = teacher;
    value.id = TeacherId{id};
    if (user != 0) value.user = UserId{user};
    return value;
  }
};

struct LessonRow {
  long long id = 0, course = 0, starts = 0, ends = 0, hall = 0, teacher = 0, cancelled = 0, sequence = 0, changed = 0;
  std::string hall_name;
  Lesson lesson;

  void exchange(soci::statement& statement) {
    statement.exchange(soci::into(id)), statement.exchange(soci::into(course));
    statement.exchange(soci::into(lesson.planned_on)), statement.exchange(soci::into(starts));
    statement.exchange(soci::into(ends)), statement.exchange(soci::into(hall));
    statement.exchange(soci::into(hall_name)), statement.exchange(soci::into(teacher));
    statement.exchange(soci::into(cancelled)), statement.exchange(soci::into(lesson.note));
    statement.exchange(soci::into(sequence)), statement.exchange(soci::into(changed));
  }
  Lesson value() const {
    Lesson value = lesson;
    value.id = LessonId{id};
    value.course = CourseId{course};
    value.starts_at = time_from_sql(starts);
    value.ends_at = time_from_sql(ends);
    if (hall != 0) value.hall = Hall{HallId{hall}, hall_name};
    if (teacher != 0) value.teacher = TeacherId{teacher};
    value.cancelled = cancelled != 0;
    value.sequence = static_cast<int>(sequence);
    value.changed_at = time_from_sql(changed);
    return value;
  }
};

// A teacher of a course.
struct TaughtRow : TeacherRow {
  long long course = 0;

  void exchange(soci::statement& statement) {
    TeacherRow::exchange(statement);
    statement.exchange(soci::into(course));
  }
};

void add_teachers(Transaction& tx, std::map<CourseId, Course>& courses) {
  std::vector<CourseId> ids;
  ids.reserve(courses.size());
  for (const auto& [id, course] : courses) ids.push_back(id);
  each_row<TaughtRow>(tx, SqlCourseRepository::teachers_statement(sql_list(ids)), {},
                      [&](const TaughtRow& row) { courses.at(CourseId{row.course}).teachers.push_back(row.value()); });
}

}  // namespace

std::string SqlCourseRepository::teachers_statement(const std::string& ids) {
  return "SELECT t.id, t.full_name, t.specialisation, COALESCE(t.user_id, 0), m.course_id "
         "FROM courses_course_teachers m JOIN courses_teachers t ON t.id = m.teacher_id WHERE m.course_id IN " +
         ids + " ORDER BY t.full_name, t.id";
}

std::string SqlCourseRepository::lessons_statement() {
  return kLesson +
         "WHERE l.course_id = :course AND l.starts_at >= :from AND l.starts_at < :until ORDER BY l.starts_at LIMIT "
         "2000";
}

std::string SqlCourseRepository::courses_of_statement() {
  return kCourse +
         "JOIN courses_course_teachers m ON m.course_id = c.id WHERE m.teacher_id = :teacher AND c.state <> 'draft' "
         "ORDER BY c.starts_on DESC, c.id DESC LIMIT 500";
}

std::optional<Course> SqlCourseRepository::course(Transaction& tx, CourseId id) const {
  auto found = courses(tx, {id});
  if (found.empty()) return std::nullopt;
  return std::move(found.begin()->second);
}

std::map<CourseId, Course> SqlCourseRepository::courses(Transaction& tx, const std::vector<CourseId>& ids) const {
  std::map<CourseId, Course> found;
  if (ids.empty()) return found;
  each_row<CourseRow>(tx, kCourse + "WHERE c.id IN " + sql_list(ids), {},
                      [&](const CourseRow& row) { found.emplace(CourseId{row.numbers[0]}, row.value()); });
  if (!found.empty()) add_teachers(tx, found);
  return found;
}

std::optional<Teacher> SqlCourseRepository::teacher_of(Transaction& tx, UserId user) const {
  std::optional<Teacher> found;
  each_row<TeacherRow>(tx, "SELECT " + kTeacher + "WHERE t.user_id = :user", {{"user", to_sql(user)}},
                       [&](const TeacherRow& row) { found = row.value(); });
  return found;
}

std::optional<Teacher> SqlCourseRepository::teacher(Transaction& tx, TeacherId id) const {
  std::optional<Teacher> found;
  each_row<TeacherRow>(tx, "SELECT " + kTeacher + "WHERE t.id = :id", {{"id", to_sql(id)}},
                       [&](const TeacherRow& row) { found = row.value(); });
  return found;
}

std::vector<Course> SqlCourseRepository::courses_of(Transaction& tx, TeacherId teacher) const {
  std::map<CourseId, Course> by_id;
  std::vector<CourseId> order;
  each_row<CourseRow>(tx, courses_of_statement(), {{"teacher", to_sql(teacher)}}, [&](const CourseRow& row) {
    order.push_back(CourseId{row.numbers[0]});
    by_id.emplace(order.back(), row.value());
  });
  if (order.empty()) return {};
  add_teachers(tx, by_id);
  std::vector<Course> all;
  all.reserve(order.size());
  for (const auto id : order) all.push_back(std::move(by_id.at(id)));
  return all;
}

std::optional<Lesson> SqlCourseRepository::lesson(Transaction& tx, LessonId id) const {
  std::optional<Lesson> found;
  each_row<LessonRow>(tx, kLesson + "WHERE l.id = :id", {{"id", to_sql(id)}},
                      [&](const LessonRow& row) { found = row.value(); });
  return found;
}

std::vector<Lesson> SqlCourseRepository::lessons(Transaction& tx, CourseId course, Time from, Time until) const {
  return select_rows<LessonRow>(tx, lessons_statement(),
                                {{"course", to_sql(course)}, {"from", to_sql(from)}, {"until", to_sql(until)}});
}

bool SqlCourseRepository::take_places(Transaction& tx, CourseId course, int places) const {
  const auto id = to_sql(course);
  soci::statement update =
      (tx.sql().prepare << "UPDATE courses_courses SET taken = taken + :n WHERE id = :id AND taken + :n <= capacity",
       soci::use(places, "n"), soci::use(id, "id"));
  return affected_rows(update) == 1;
}

void SqlCourseRepository::free_places(Transaction& tx, CourseId course, int places) const {
  const auto id = to_sql(course);
  tx.sql() << "UPDATE courses_courses SET taken = taken - :n WHERE id = :id", soci::use(places, "n"),
      soci::use(id, "id");
}

// On MySQL the row stays locked until the transaction ends; on SQLite there is one writer anyway.
void SqlCourseRepository::take_turn(Transaction& tx, const std::string& subject) const {
  const char* text = tx.engine() == Engine::Mysql ? "INSERT INTO courses_turns (subject, number) VALUES (:subject, 1) "
                                                    "ON DUPLICATE KEY UPDATE number = number + 1"
                                                  : "INSERT INTO courses_turns (subject, number) VALUES (:subject, 1) "
                                                    "ON CONFLICT (subject) DO UPDATE SET number = number + 1";
  tx.sql() << text, soci::use(subject);
}

}  // namespace courses
