#include <callboard/sql_select.hpp>

#include "sql_teaching.hpp"

namespace courses {

using namespace callboard;

namespace {

constexpr int kMostMessages = 20, kMostCourses = 200;

void mark_one(Transaction& tx, long long lesson, long long enrolment, const std::string& state, long long by,
              long long at) {
  const char* text = tx.engine() == Engine::Mysql
                         ? "INSERT INTO courses_attendance (lesson_id, enrolment_id, state, marked_at, marked_by) "
                           "VALUES (:lesson, :enrolment, :state, :at, :by) "
                           "ON DUPLICATE KEY UPDATE state = :state, marked_at = :at, marked_by = :by"
                         : "INSERT INTO courses_attendance (lesson_id, enrolment_id, state, marked_at, marked_by) "
                           "VALUES (:lesson, :enrolment, :state, :at, :by) "
                           "ON CONFLICT (lesson_id, enrolment_id) DO UPDATE SET state = :state, marked_at = :at, "
                           "marked_by = :by";
  tx.sql() << text, soci::use(lesson, "lesson"), soci::use(enrolment, "enrolment"), soci::use(state, "state"),
      soci::use(at, "at"), soci::use(by, "by");
}

}  // namespace

std::map<EnrolmentId, Presence> SqlTeaching::marks(Transaction& tx, LessonId lesson) {
  const auto id = to_sql(lesson);
  long long enrolment = 0;
  std::string state;
  soci::statement select =
      (tx.sql().prepare << "SELECT enrolment_id, state FROM courses_attendance WHERE lesson_id = :id",
       soci::use(id, "id"), soci::into(enrolment), soci::into(state));
  select.execute();
  std::map<EnrolmentId, Presence> marks;
  while (select.fetch()) {
    if (const auto presence = presence_of(state)) marks.emplace(EnrolmentId{enrolment}, *presence);
  }
  return marks;
}

std::map<EnrolmentId, Tally> SqlTeaching::tallies(Transaction& tx, CourseId course) {
  const auto id = to_sql(course);
  long long enrolment = 0, count = 0;
  std::string state;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT a.enrolment_id, a.state, COUNT(*)
        FROM courses_enrolments e JOIN courses_attendance a ON a.enrolment_id = e.id
        JOIN courses_lessons l ON l.id = a.lesson_id AND l.course_id = e.course_id
       WHERE e.course_id = :id GROUP BY a.enrolment_id, a.state)sql",
                            soci::use(id, "id"), soci::into(enrolment), soci::into(state), soci::into(count));
  select.execute();
  std::map<EnrolmentId, Tally> tallies;
  while (select.fetch()) {
    const auto presence = presence_of(state);
    if (presence) tallies[EnrolmentId{enrolment}].at(static_cast<std::size_t>(*presence)) = static_cast<int>(count);
  }
  return tallies;
}

void SqlTeaching::mark(Transaction& tx, LessonId lesson, const Marks& marks, UserId by, Time now) {
  const auto id = to_sql(lesson);
  for (const auto& [each, presence] : marks) {
    const auto enrolment = to_sql(each);
    if (presence) {
      mark_one(tx, id, enrolment, std::string(name_of(*presence)), to_sql(by), to_sql(now));
    } else {
      tx.sql() << "DELETE FROM courses_attendance WHERE lesson_id = :lesson AND enrolment_id = :enrolment",
          soci::use(id, "lesson"), soci::use(enrolment, "enrolment");
    }
  }
}

void SqlTeaching::add_message(Transaction& tx, CourseId course, const CourseMessage& message) {
  const auto id = to_sql(course), at = to_sql(message.sent_at);
  auto author = message.author ? to_sql(*message.author) : 0;
  auto indicator = message.author ? soci::i_ok : soci::i_null;
  const long long recipients = message.recipients;
  tx.sql() << "INSERT INTO courses_messages (course_id, author_id, subject, body, recipients, sent_at) "
              "VALUES (:id, :author, :subject, :body, :recipients, :at)",
      soci::use(id, "id"), soci::use(author, indicator, "author"), soci::use(message.subject, "subject"),
      soci::use(message.body, "body"), soci::use(recipients, "recipients"), soci::use(at, "at");
}

std::vector<CourseMessage> SqlTeaching::messages(Transaction& tx, CourseId course) {
  const auto id = to_sql(course);
  long long author = 0, recipients = 0, at = 0;
  CourseMessage message;
  soci::statement select =
      (tx.sql().prepare << R"sql(
      SELECT COALESCE(author_id, 0), subject, body, recipients, sent_at FROM courses_messages
       WHERE course_id = :id ORDER BY sent_at DESC LIMIT :most)sql",
       soci::use(id, "id"), soci::use(kMostMessages, "most"), soci::into(author), soci::into(message.subject),
       soci::into(message.body), soci::into(recipients), soci::into(at));
  select.execute();
  std::vector<CourseMessage> all;
  while (select.fetch()) {
    message.author = author == 0 ? std::nullopt : std::optional(UserId{author});
    message.recipients = static_cast<int>(recipients);
    message.sent_at = time_from_sql(at);
    all.push_back(message);
  }
  return all;
}

std::map<CourseId, CourseCounts> SqlTeaching::counts(Transaction& tx, const std::vector<CourseId>& courses) {
  std::map<CourseId, CourseCounts> all;
  if (courses.empty()) return all;
  long long course = 0, people = 0, requests = 0;
  std::string state;
  soci::statement select =
      (tx.sql().prepare << "SELECT course_id, state, COUNT(*), COUNT(CASE WHEN pair_id IS NULL OR inviter = 1 THEN 1 "
                           "END) FROM courses_enrolments WHERE course_id IN " +
                               sql_list(courses) +
                               " AND state IN ('confirmed', 'pending', 'waiting') GROUP BY course_id, state",
       soci::into(course), soci::into(state), soci::into(people), soci::into(requests));
  select.execute();
  while (select.fetch()) {
    auto& counts = all[CourseId{course}];
    if (state == "confirmed") counts.confirmed = static_cast<int>(people);
    if (state == "pending") counts.requests = static_cast<int>(requests);
    if (state == "waiting") counts.waiting = static_cast<int>(requests);
  }
  return all;
}

std::vector<CourseId> SqlTeaching::all_courses(Transaction& tx) {
  long long id = 0;
  soci::statement select =
      (tx.sql().prepare
           << "SELECT id FROM courses_courses WHERE state <> 'draft' ORDER BY starts_on DESC, id LIMIT :most",
       soci::use(kMostCourses, "most"), soci::into(id));
  select.execute();
  std::vector<CourseId> ids;
  while (select.fetch()) ids.push_back(CourseId{id});
  return ids;
}

}  // namespace courses
