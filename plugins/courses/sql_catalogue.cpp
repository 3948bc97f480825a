#include "sql_catalogue.hpp"

#include <callboard/padded_ids.hpp>

namespace courses {

using namespace callboard;

namespace {

const std::string kTeacherColumns = "SELECT t.id, t.full_name, t.specialisation, t.about, t.picture ";

std::vector<PublicTeacher> teachers(Transaction& tx, const std::string& text, long long value) {
  long long id = 0;
  PublicTeacher row;
  soci::statement select =
      (tx.sql().prepare << text, soci::use(value, "value"), soci::into(id), soci::into(row.full_name),
       soci::into(row.specialisation), soci::into(row.about), soci::into(row.picture));
  select.execute();
  std::vector<PublicTeacher> all;
  while (select.fetch()) {
    row.id = TeacherId{id};
    all.push_back(row);
  }
  return all;
}

std::vector<CourseId> ids(soci::statement& select, const long long& id) {
  select.execute();
  std::vector<CourseId> all;
  while (select.fetch()) all.push_back(CourseId{id});
  return all;
}

// A schedule asks this first, for as many courses as it shows.
class PresentRows : public Kept {
 public:
  SqlCatalogue::Present read() {
    SqlCatalogue::Present present;
    statement_.execute();
    while (statement_.fetch()) {
      if (id_ == 0)
        present.revision = number_;
      else
        present.taken.emplace(CourseId{id_}, static_cast<int>(number_));
    }
    return present;
  }

 protected:
  explicit PresentRows(Transaction& tx) : statement_(tx.sql()) {
    statement_.exchange(soci::into(id_)), statement_.exchange(soci::into(number_));
  }
  void prepare(const std::string& text) {
    statement_.alloc();
    statement_.prepare(text);
    statement_.define_and_bind();
  }

  long long id_ = 0, number_ = 0;
  soci::statement statement_;
};

struct RevisionAlone : PresentRows {
  explicit RevisionAlone(Transaction& tx) : PresentRows(tx) { prepare(SqlCatalogue::present_statement("")); }
};

struct PresentOfAll : PresentRows {
  explicit PresentOfAll(Transaction& tx) : PresentRows(tx) {
    prepare(SqlCatalogue::present_statement("SELECT id FROM courses_courses"));
  }
};

template <std::size_t Count>
class PresentOf : public PresentRows {
 public:
  explicit PresentOf(Transaction& tx) : PresentRows(tx) {
    ids_.bind(statement_);
    prepare(SqlCatalogue::present_statement(PaddedIds<Count>::placeholders()));
  }
  SqlCatalogue::Present read(const std::vector<CourseId>& courses) {
    ids_.set(courses);
    return PresentRows::read();
  }

 private:
  PaddedIds<Count> ids_;
};

const std::string kTookPart = "state IN ('confirmed', 'completed')";

}  // namespace

std::string SqlCatalogue::present_statement(const std::string& courses) {
  std::string text = "SELECT 0, number FROM courses_turns WHERE subject = 'catalogue'";
  if (!courses.empty()) text += " UNION ALL SELECT id, taken FROM courses_courses WHERE id IN (" + courses + ")";
  return text;
}

std::string SqlCatalogue::shown_statement() {
  return "SELECT id FROM courses_courses WHERE state <> 'draft' ORDER BY starts_on, id LIMIT 5000";
}

std::string SqlCatalogue::lessons_statement() {
  return R"sql(
      SELECT l.id, l.course_id, l.starts_at, l.ends_at, COALESCE(l.hall_id, 0), COALESCE(h.name, ''),
             COALESCE(l.teacher_id, 0), l.cancelled
        FROM courses_lessons l LEFT JOIN courses_halls h ON h.id = l.hall_id
       WHERE l.starts_at >= :from AND l.starts_at < :until ORDER BY l.starts_at, l.id LIMIT 10000)sql";
}

std::string SqlCatalogue::enrolment_statement() {
  return "SELECT state FROM courses_enrolments WHERE user_id = :user AND course_id = :course "
         "ORDER BY created_at DESC LIMIT 1";
}

SqlCatalogue::Present SqlCatalogue::present(Transaction& tx, const std::vector<CourseId>& courses) {
  if (courses.empty()) return tx.kept<RevisionAlone>().read();
  if (courses.size() > kMostPaddedIds) return tx.kept<PresentOfAll>().read();
  return with_places(courses.size(), [&](auto places) { return tx.kept<PresentOf<places>>().read(courses); });
}

std::vector<CourseId> SqlCatalogue::shown(Transaction& tx) {
  long long id = 0;
  soci::statement select = (tx.sql().prepare << shown_statement(), soci::into(id));
  return ids(select, id);
}

std::map<CourseId, std::vector<WeeklyTime>> SqlCatalogue::weekly_times(Transaction& tx) {
  long long course = 0;
  WeeklyTime row;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT w.course_id, w.weekday, w.from_minute, w.until_minute
        FROM courses_weekly_times w JOIN courses_courses c ON c.id = w.course_id AND c.state <> 'draft'
       ORDER BY w.course_id, w.weekday, w.from_minute)sql",
                            soci::into(course), soci::into(row.weekday), soci::into(row.from), soci::into(row.until));
  select.execute();
  std::map<CourseId, std::vector<WeeklyTime>> all;
  while (select.fetch()) {
    row.course = CourseId{course};
    all[row.course].push_back(row);
  }
  return all;
}

std::vector<Lesson> SqlCatalogue::lessons(Transaction& tx, Time from, Time until) {
  const auto since = to_sql(from), before = to_sql(until);
  long long id = 0, course = 0, starts = 0, ends = 0, hall = 0, teacher = 0, cancelled = 0;
  std::string hall_name;
  soci::statement select =
      (tx.sql().prepare << lessons_statement(), soci::use(since, "from"), soci::use(before, "until"), soci::into(id),
       soci::into(course), soci::into(starts), soci::into(ends), soci::into(hall), soci::into(hall_name),
       soci::into(teacher), soci::into(cancelled));
  select.execute();
  std::vector<Lesson> all;
  while (select.fetch()) {
    auto& lesson = all.emplace_back();
    lesson.id = LessonId{id};
    lesson.course = CourseId{course};
    lesson.starts_at = time_from_sql(starts);
    lesson.ends_at = time_from_sql(ends);
    if (hall != 0) lesson.hall = Hall{HallId{hall}, hall_name};
    if (teacher != 0) lesson.teacher = TeacherId{teacher};
    lesson.cancelled = cancelled != 0;
  }
  return all;
}

std::vector<PublicTeacher> SqlCatalogue::teachers_of(Transaction& tx, CourseId course) {
  return teachers(tx,
                  kTeacherColumns +
                      "FROM courses_course_teachers m JOIN courses_teachers t ON t.id = m.teacher_id "
                      "WHERE m.course_id = :value ORDER BY t.full_name, t.id",
                  to_sql(course));
}

std::optional<PublicTeacher> SqlCatalogue::teacher(Transaction& tx, TeacherId id) {
  auto found = teachers(tx, kTeacherColumns + "FROM courses_teachers t WHERE t.id = :value", to_sql(id));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<EnrolmentState> SqlCatalogue::enrolment(Transaction& tx, CourseId course, UserId user) {
  const auto id = to_sql(course), who = to_sql(user);
  std::string state;
  tx.sql() << enrolment_statement(), soci::use(who, "user"), soci::use(id, "course"), soci::into(state);
  if (!tx.sql().got_data()) return std::nullopt;
  return enrolment_state_of(state);
}

std::vector<CourseId> SqlCatalogue::taken_part(Transaction& tx, UserId user) {
  const auto who = to_sql(user);
  long long id = 0;
  soci::statement select = (tx.sql().prepare << "SELECT course_id FROM courses_enrolments WHERE user_id = :user AND " +
                                                    kTookPart + " ORDER BY created_at DESC LIMIT 200",
                            soci::use(who, "user"), soci::into(id));
  return ids(select, id);
}

bool SqlCatalogue::has_taken_part(Transaction& tx, CourseId course, UserId user) {
  const auto id = to_sql(course), who = to_sql(user);
  long long found = 0;
  tx.sql() << "SELECT EXISTS (SELECT 1 FROM courses_enrolments WHERE user_id = :user AND course_id = :course AND " +
                  kTookPart + ")",
      soci::use(who, "user"), soci::use(id, "course"), soci::into(found);
  return found != 0;
}

}  // namespace courses
