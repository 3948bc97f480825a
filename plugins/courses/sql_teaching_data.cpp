#include "sql_teaching_data.hpp"

#include <fmt/chrono.h>

#include <callboard/sql.hpp>

#include "mail_kinds.hpp"
#include "sql_feed_repository.hpp"

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

std::string iso(Time time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time))));
}

json messages_of(Transaction& tx, long long user) {
  std::string subject, body;
  long long at = 0;
  soci::statement select = (tx.sql().prepare << "SELECT subject, body, sent_at FROM courses_messages "
                                                "WHERE author_id = :user ORDER BY sent_at LIMIT 10000",
                            soci::use(user, "user"), soci::into(subject), soci::into(body), soci::into(at));
  select.execute();
  auto all = json::array();
  while (select.fetch()) all.push_back({{"subject", subject}, {"text", body}, {"sent_at", iso(time_from_sql(at))}});
  return all;
}

json attendance_of(Transaction& tx, long long user) {
  std::string course, state;
  long long at = 0;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT c.title, l.starts_at, a.state
        FROM courses_enrolments e JOIN courses_attendance a ON a.enrolment_id = e.id
        JOIN courses_lessons l ON l.id = a.lesson_id JOIN courses_courses c ON c.id = l.course_id
       WHERE e.user_id = :user ORDER BY l.starts_at LIMIT 10000)sql",
                            soci::use(user, "user"), soci::into(course), soci::into(at), soci::into(state));
  select.execute();
  auto all = json::array();
  while (select.fetch()) all.push_back({{"course", course}, {"lesson", iso(time_from_sql(at))}, {"state", state}});
  return all;
}

json wishes_of(Transaction& tx, long long user) {
  std::string course, from, until, note, state, reason;
  long long at = 0;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT c.title, m.starts_on, m.ends_on, m.note, m.state, m.reason, m.created_at
        FROM courses_enrolments e JOIN courses_move_requests m ON m.enrolment_id = e.id
        JOIN courses_courses c ON c.id = m.course_id
       WHERE e.user_id = :user ORDER BY m.created_at, m.id LIMIT 10000)sql",
                            soci::use(user, "user"), soci::into(course), soci::into(from), soci::into(until),
                            soci::into(note), soci::into(state), soci::into(reason), soci::into(at));
  select.execute();
  auto all = json::array();
  while (select.fetch()) {
    all.push_back({{"course", course},
                   {"from", from},
                   {"until", until},
                   {"note", note},
                   {"state", state},
                   {"reason", reason},
                   {"asked_at", iso(time_from_sql(at))}});
  }
  return all;
}

}  // namespace

json SqlTeachingData::collect(Transaction& tx, UserId user) {
  auto all = json::object();
  if (const auto feed = SqlFeedRepository::of_user(tx, user)) all["calendar_since"] = iso(feed->created_at);
  auto off = json::array();
  for (const auto kind : SqlMailChoices::off(tx, user)) off.push_back(name_of(kind));
  if (!off.empty()) all["mails_off"] = std::move(off);
  auto messages = messages_of(tx, to_sql(user));
  if (!messages.empty()) all["messages"] = std::move(messages);
  auto attendance = attendance_of(tx, to_sql(user));
  if (!attendance.empty()) all["attendance"] = std::move(attendance);
  auto wishes = wishes_of(tx, to_sql(user));
  if (!wishes.empty()) all["wishes_to_move"] = std::move(wishes);
  return all.empty() ? json() : all;
}

void SqlTeachingData::erase(Transaction& tx, UserId user) {
  SqlFeedRepository::erase(tx, user);
  SqlMailChoices::choose(tx, user, {});
  const auto id = to_sql(user);
  tx.sql() << "DELETE FROM courses_reminders WHERE user_id = :id", soci::use(id, "id");
  tx.sql() << "UPDATE courses_messages SET author_id = NULL WHERE author_id = :id", soci::use(id, "id");
  tx.sql() << "UPDATE courses_attendance SET marked_by = NULL WHERE marked_by = :id", soci::use(id, "id");
}

}  // namespace courses
