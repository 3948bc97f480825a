#include "sql_enrolment_repository.hpp"
#include "sql_enrolment_row.hpp"

namespace courses {

using namespace callboard;

namespace {

// A number, or NULL where there is none; lives until its statement has run.
struct Nullable {
  explicit Nullable(std::optional<long long> number)
      : value(number.value_or(0)), known(number ? soci::i_ok : soci::i_null) {}
  long long value;
  soci::indicator known;
};

template <typename Id>
Nullable nullable(const std::optional<Id>& id) {
  return Nullable(id ? std::optional(to_sql(*id)) : std::nullopt);
}

}  // namespace

std::optional<EnrolmentId> SqlEnrolmentRepository::add(Transaction& tx, const Enrolment& enrolment) const {
  const auto course = to_sql(enrolment.course), teacher = to_sql(enrolment.teacher);
  auto user = nullable(enrolment.user), pair = nullable(enrolment.pair);
  Nullable open(is_open(enrolment.state) ? std::optional(course) : std::nullopt);
  const auto created_at = to_sql(enrolment.created_at);
  Nullable place(enrolment.state == EnrolmentState::Waiting ? std::optional(created_at) : std::nullopt);
  const std::string kind(name_of(enrolment.kind)), state(name_of(enrolment.state));
  const long long inviter = enrolment.inviter ? 1 : 0;
  // The same lessons may be in this person's calendar from an earlier enrolment, whichever course it is in by now: a
  // lower number would change nothing there.
  long long sequence = 0;
  tx.sql() << "SELECT COALESCE(MAX(sequence) + 1, 0) FROM courses_enrolments WHERE user_id = :user",
      soci::use(user.value, user.known, "user"), soci::into(sequence);
  const bool added = unless_taken([&] {
    tx.sql() << R"sql(
        INSERT INTO courses_enrolments (course_id, open_course, user_id, teacher_id, kind, pair_id, inviter, starts_on,
                                        ends_on, state, reason, created_at, changed_at, queue_place,
                                        sequence)
        VALUES (:course, :open, :user, :teacher, :kind, :pair, :inviter, :starts_on, :ends_on, :state, :reason, :at, :at,
                :place, :sequence))sql",
        soci::use(course, "course"), soci::use(open.value, open.known, "open"),
        soci::use(user.value, user.known, "user"), soci::use(teacher, "teacher"), soci::use(kind, "kind"),
        soci::use(pair.value, pair.known, "pair"), soci::use(inviter, "inviter"),
        soci::use(enrolment.starts_on, "starts_on"), soci::use(enrolment.ends_on, "ends_on"), soci::use(state, "state"),
        soci::use(enrolment.reason, "reason"), soci::use(created_at, "at"),
        soci::use(place.value, place.known, "place"), soci::use(sequence, "sequence");
  });
  return added ? std::optional(last_insert_id<EnrolmentId>(tx)) : std::nullopt;
}

void SqlEnrolmentRepository::set_pair(Transaction& tx, EnrolmentId id, EnrolmentId pair) const {
  const auto number = to_sql(id), of = to_sql(pair);
  tx.sql() << "UPDATE courses_enrolments SET pair_id = :pair WHERE id = :id", soci::use(of, "pair"),
      soci::use(number, "id");
}

// The place in line stays with an offer and what comes of it: by it is counted whom it overtook.
bool SqlEnrolmentRepository::change(Transaction& tx, EnrolmentId id, const StateChange& change) const {
  const auto number = to_sql(id), at = to_sql(change.at);
  const std::string from(name_of(change.from)), to(name_of(change.to));
  auto by = nullable(change.decided_by);
  Nullable until(change.offered_until ? std::optional(to_sql(*change.offered_until)) : std::nullopt);
  const long long open = is_open(change.to) ? 1 : 0, waits = change.to == EnrolmentState::Waiting ? 1 : 0;
  soci::statement update =
      (tx.sql().prepare << R"sql(
      UPDATE courses_enrolments
         SET state = :to, reason = :reason, changed_at = :at, decided_by = :by, offered_until = :until,
             open_course = CASE WHEN :open = 1 THEN course_id ELSE NULL END,
             queue_place = CASE WHEN :waits = 1 THEN :at ELSE queue_place END,
             version = version + 1, sequence = sequence + 1
       WHERE id = :id AND state = :from)sql",
       soci::use(to, "to"), soci::use(change.reason, "reason"), soci::use(at, "at"),
       soci::use(by.value, by.known, "by"), soci::use(until.value, until.known, "until"), soci::use(open, "open"),
       soci::use(waits, "waits"), soci::use(number, "id"), soci::use(from, "from"));
  return affected_rows(update) == 1;
}

bool SqlEnrolmentRepository::move(Transaction& tx, EnrolmentId id, const MoveRequest& to, Time at) const {
  const auto number = to_sql(id), course = to_sql(to.course), teacher = to_sql(to.teacher), time = to_sql(at);
  // For the same reason as above; MySQL reads no table that it is updating.
  long long sequence = 0;
  tx.sql() << "SELECT COALESCE(MAX(o.sequence) + 1, 0) FROM courses_enrolments e "
              "JOIN courses_enrolments o ON o.user_id = e.user_id WHERE e.id = :id",
      soci::use(number, "id"), soci::into(sequence);
  bool there = false;
  const bool free = unless_taken([&] {
    soci::statement update = (tx.sql().prepare << R"sql(
        UPDATE courses_enrolments
           SET course_id = :course, open_course = :course, teacher_id = :teacher, starts_on = :starts_on,
               ends_on = :ends_on, changed_at = :at, version = version + 1,
               sequence = CASE WHEN sequence < :sequence THEN :sequence ELSE sequence + 1 END
         WHERE id = :id AND state = 'confirmed')sql",
                              soci::use(course, "course"), soci::use(teacher, "teacher"),
                              soci::use(to.starts_on, "starts_on"), soci::use(to.ends_on, "ends_on"),
                              soci::use(time, "at"), soci::use(sequence, "sequence"), soci::use(number, "id"));
    there = affected_rows(update) == 1;
  });
  return free && there;
}

void SqlEnrolmentRepository::forget_person(Transaction& tx, UserId user) const {
  const auto id = to_sql(user);
  tx.sql() << R"sql(
      UPDATE courses_move_requests SET note = '', reason = ''
       WHERE enrolment_id IN (SELECT e.id FROM courses_enrolments e WHERE e.user_id = :user))sql",
      soci::use(id, "user");
  tx.sql() << "UPDATE courses_enrolments SET user_id = NULL, reason = '', version = version + 1 WHERE user_id = :user",
      soci::use(id, "user");
}

void SqlEnrolmentRepository::set_queue_place(Transaction& tx, EnrolmentId id, std::int64_t place) const {
  const auto number = to_sql(id);
  const long long at = place;
  tx.sql() << "UPDATE courses_enrolments SET queue_place = :place, version = version + 1 "
              "WHERE (id = :id OR pair_id = :id) AND state = 'waiting'",
      soci::use(at, "place"), soci::use(number, "id");
}

std::optional<MoveRequestId> SqlEnrolmentRepository::ask_to_move(Transaction& tx, const MoveRequest& request) const {
  const auto enrolment = to_sql(request.enrolment), course = to_sql(request.course), teacher = to_sql(request.teacher);
  const auto at = to_sql(request.created_at);
  const bool added = unless_taken([&] {
    tx.sql() << R"sql(
        INSERT INTO courses_move_requests (enrolment_id, open_enrolment, course_id, teacher_id, starts_on, ends_on, note,
                                           created_at)
        VALUES (:enrolment, :enrolment, :course, :teacher, :starts_on, :ends_on, :note, :at))sql",
        soci::use(enrolment, "enrolment"), soci::use(course, "course"), soci::use(teacher, "teacher"),
        soci::use(request.starts_on, "starts_on"), soci::use(request.ends_on, "ends_on"),
        soci::use(request.note, "note"), soci::use(at, "at");
  });
  return added ? std::optional(last_insert_id<MoveRequestId>(tx)) : std::nullopt;
}

bool SqlEnrolmentRepository::close_move(Transaction& tx, MoveRequestId id, const char* state, const std::string& reason,
                                        Time at, std::optional<UserId> by) const {
  const auto number = to_sql(id), time = to_sql(at);
  auto decider = nullable(by);
  const std::string name = state;
  soci::statement update = (tx.sql().prepare << R"sql(
      UPDATE courses_move_requests
         SET state = :state, open_enrolment = NULL, reason = :reason, decided_at = :at, decided_by = :by,
             version = version + 1
       WHERE id = :id AND state = 'pending')sql",
                            soci::use(name, "state"), soci::use(reason, "reason"), soci::use(time, "at"),
                            soci::use(decider.value, decider.known, "by"), soci::use(number, "id"));
  return affected_rows(update) == 1;
}

}  // namespace courses
