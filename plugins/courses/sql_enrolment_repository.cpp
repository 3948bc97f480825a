#include "sql_enrolment_repository.hpp"

#include "sql_enrolment_row.hpp"

namespace courses {

using namespace callboard;

namespace {

std::string select_where(const std::string& condition) {
  return std::string("SELECT ") + kEnrolmentColumns + " FROM courses_enrolments e WHERE " + condition;
}

struct WaitingRow : EnrolmentRow {
  WaitingEnrolment value() const { return {EnrolmentRow::value(), queue_place}; }
};

std::vector<MoveRequest> select_moves(Transaction& tx, const std::string& condition) {
  long long id = 0, enrolment = 0, target = 0, teacher = 0, created_at = 0;
  MoveRequest request;
  soci::statement statement =
      (tx.sql().prepare << "SELECT id, enrolment_id, course_id, teacher_id, starts_on, ends_on, note, created_at "
                           "FROM courses_move_requests WHERE " +
                               condition + " ORDER BY id LIMIT 500",
       soci::into(id), soci::into(enrolment), soci::into(target), soci::into(teacher), soci::into(request.starts_on),
       soci::into(request.ends_on), soci::into(request.note), soci::into(created_at));
  statement.execute();
  std::vector<MoveRequest> found;
  while (statement.fetch()) {
    request.id = MoveRequestId{id};
    request.enrolment = EnrolmentId{enrolment};
    request.course = CourseId{target};
    request.teacher = TeacherId{teacher};
    request.created_at = time_from_sql(created_at);
    found.push_back(request);
  }
  return found;
}

}  // namespace

std::string SqlEnrolmentRepository::of_user_statement() {
  return select_where("e.user_id = :value ORDER BY e.created_at DESC LIMIT 500");
}

// The states' names are literals of ours.
std::string SqlEnrolmentRepository::of_course_statement(const std::vector<EnrolmentState>& states) {
  std::string names;
  for (const auto state : states) names += (names.empty() ? "'" : ", '") + std::string(name_of(state)) + "'";
  return select_where("e.course_id = :value AND e.state IN (" + names + ") ORDER BY e.created_at, e.id LIMIT 1000");
}

std::string SqlEnrolmentRepository::line_statement() {
  return select_where(
      "e.course_id = :value AND e.state = 'waiting' AND (e.pair_id IS NULL OR e.inviter = 1) "
      "ORDER BY e.queue_place, e.id LIMIT 1000");
}

std::string SqlEnrolmentRepository::with_free_places_statement() {
  return R"sql(
      SELECT c.id FROM courses_courses c
       WHERE c.taken < c.capacity
         AND c.id IN (SELECT e.course_id FROM courses_enrolments e WHERE e.state = 'waiting')
       ORDER BY c.id LIMIT 200)sql";
}

// Of a pair the inviter's alone: it takes the other with it. `:value` is a time or, for days, a text.
std::string SqlEnrolmentRepository::lapsed_statement(Lapse what) {
  const std::string one = " AND (pair_id IS NULL OR inviter = 1) LIMIT 200";
  const std::string select = "SELECT id FROM courses_enrolments WHERE ";
  switch (what) {
    case Lapse::Invitations: return select + "state = 'invited' AND created_at <= :value" + one;
    case Lapse::Offers: return select + "state = 'offered' AND offered_until <= :value" + one;
    case Lapse::Periods: return select + "state = 'confirmed' AND ends_on < :value" + one;
    case Lapse::Requests: break;
  }
  return select + "state IN ('invited', 'pending', 'waiting', 'offered') AND ends_on < :value" + one;
}

std::optional<Enrolment> SqlEnrolmentRepository::enrolment(Transaction& tx, EnrolmentId id) const {
  auto found = select_rows<EnrolmentRow>(tx, select_where("e.id = :value"), {{"value", to_sql(id)}});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Enrolment> SqlEnrolmentRepository::enrolments(Transaction& tx, const std::vector<EnrolmentId>& ids) const {
  if (ids.empty()) return {};
  return select_rows<EnrolmentRow>(tx, select_where("e.id IN " + sql_list(ids) + " ORDER BY e.id"));
}

std::vector<Enrolment> SqlEnrolmentRepository::of_user(Transaction& tx, UserId user) const {
  return select_rows<EnrolmentRow>(tx, of_user_statement(), {{"value", to_sql(user)}});
}

std::vector<Enrolment> SqlEnrolmentRepository::of_course(Transaction& tx, CourseId course,
                                                         const std::vector<EnrolmentState>& states) const {
  if (states.empty()) return {};
  return select_rows<EnrolmentRow>(tx, of_course_statement(states), {{"value", to_sql(course)}});
}

std::vector<Enrolment> SqlEnrolmentRepository::group(Transaction& tx, EnrolmentId id) const {
  const auto one = enrolment(tx, id);
  if (!one) return {};
  if (!one->pair) return {*one};
  return select_rows<EnrolmentRow>(tx, select_where("e.pair_id = :value ORDER BY e.inviter DESC, e.id"),
                                   {{"value", to_sql(*one->pair)}});
}

std::vector<WaitingEnrolment> SqlEnrolmentRepository::line(Transaction& tx, CourseId course) const {
  return select_rows<WaitingRow>(tx, line_statement(), {{"value", to_sql(course)}});
}

int SqlEnrolmentRepository::overtaken(Transaction& tx, CourseId course, std::int64_t queue_place) const {
  const auto id = to_sql(course);
  const long long place = queue_place;
  int count = 0;
  tx.sql() << R"sql(
      SELECT COUNT(*) FROM courses_enrolments
       WHERE course_id = :course AND state IN ('offered', 'confirmed') AND queue_place > :place
         AND (pair_id IS NULL OR inviter = 1))sql",
      soci::use(id, "course"), soci::use(place, "place"), soci::into(count);
  return count;
}

std::vector<CourseId> SqlEnrolmentRepository::with_free_places_and_line(Transaction& tx) const {
  return select_rows<SqlIdRow<CourseId>>(tx, with_free_places_statement());
}

std::vector<std::pair<CourseId, std::string>> SqlEnrolmentRepository::courses_to_choose(
    Transaction& tx, const std::string& today) const {
  long long id = 0;
  std::string title;
  soci::statement statement =
      (tx.sql().prepare << "SELECT id, title FROM courses_courses WHERE state = 'published' AND ends_on >= :today "
                           "ORDER BY title, id LIMIT 300",
       soci::use(today, "today"), soci::into(id), soci::into(title));
  statement.execute();
  std::vector<std::pair<CourseId, std::string>> found;
  while (statement.fetch()) found.emplace_back(CourseId{id}, title);
  return found;
}

bool SqlEnrolmentRepository::any(Transaction& tx) const {
  long long id = 0;
  tx.sql() << "SELECT id FROM courses_enrolments ORDER BY id LIMIT 1", soci::into(id);
  return tx.sql().got_data();
}

std::optional<CourseId> SqlEnrolmentRepository::titled(Transaction& tx, const std::string& title) const {
  long long id = 0;
  tx.sql() << "SELECT id FROM courses_courses WHERE title = :title ORDER BY id LIMIT 1", soci::use(title, "title"),
      soci::into(id);
  return tx.sql().got_data() ? std::optional(CourseId{id}) : std::nullopt;
}

std::vector<EnrolmentId> SqlEnrolmentRepository::lapsed(Transaction& tx, Lapse what, Time by,
                                                        const std::string& today) const {
  const bool by_day = what == Lapse::Periods || what == Lapse::Requests;
  SqlBinding value{"value", to_sql(by)};
  if (by_day) value.value = today;
  return select_rows<SqlIdRow<EnrolmentId>>(tx, lapsed_statement(what), {std::move(value)});
}

std::vector<MoveRequest> SqlEnrolmentRepository::moves_of_course(Transaction& tx, CourseId course) const {
  return select_moves(tx, "course_id = " + std::to_string(to_sql(course)) + " AND state = 'pending'");
}

std::optional<MoveRequest> SqlEnrolmentRepository::open_move(Transaction& tx, MoveRequestId id) const {
  auto found = select_moves(tx, "id = " + std::to_string(to_sql(id)) + " AND state = 'pending'");
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<MoveRequest> SqlEnrolmentRepository::open_moves_of(Transaction& tx,
                                                               const std::vector<EnrolmentId>& enrolments) const {
  if (enrolments.empty()) return {};
  return select_moves(tx, "open_enrolment IN " + sql_list(enrolments));
}

}  // namespace courses
