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

}  // namespace

json SqlTeachingData::collect(Transaction& tx, UserId user) {
  auto all = json::object();
  if (const auto feed = SqlFeedRepository::of_user(tx, user)) all["calendar_since"] = iso(feed->created_at);
  auto off = json::array();
  for (const auto kind : SqlMailChoices::off(tx, user)) off.push_back(name_of(kind));
  if (!off.empty()) all["mails_off"] = std::move(off);
  auto messages = messages_of(tx, to_sql(user));
  if (!messages.empty()) all["messages"] = std::move(messages);
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
