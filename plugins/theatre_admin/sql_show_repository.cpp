#include "sql_show_repository.hpp"

#include <limits>

#include <callboard/sql_select.hpp>

namespace theatre_admin {

using namespace callboard;

namespace {

const std::string kSelect = R"sql(
    SELECT id, title, starts_at, hall, description, picture, COALESCE(duration_minutes, 0), age, draft
      FROM theatre_admin_shows WHERE )sql";

struct ShowRow {
  long long id = 0, starts_at = 0, duration = 0, draft = 0;
  Show show;

  template <typename Statement>
  void exchange(Statement& statement) {
    statement.exchange(soci::into(id)), statement.exchange(soci::into(show.title));
    statement.exchange(soci::into(starts_at)), statement.exchange(soci::into(show.hall));
    statement.exchange(soci::into(show.description)), statement.exchange(soci::into(show.picture));
    statement.exchange(soci::into(duration)), statement.exchange(soci::into(show.age));
    statement.exchange(soci::into(draft));
  }
  Show value() const {
    Show value = show;
    value.id = ShowId{id};
    value.starts_at = time_from_sql(starts_at);
    if (duration > 0) value.duration_minutes = static_cast<int>(duration);
    value.draft = draft != 0;
    return value;
  }
};

}  // namespace

// The first comparison alone bounds what the index reads; the second leaves out what is not behind the cursor.
std::string SqlShowRepository::upcoming_statement() {
  return kSelect + R"sql(draft = 0 AND starts_at >= :from AND (starts_at > :from OR id > :id)
     ORDER BY starts_at, id LIMIT :most)sql";
}

std::string SqlShowRepository::past_statement() {
  return kSelect + R"sql(draft = 0 AND starts_at <= :from AND (starts_at < :from OR id < :id)
     ORDER BY starts_at DESC, id DESC LIMIT :most)sql";
}

std::optional<Show> SqlShowRepository::find(Transaction& tx, ShowId id) const {
  auto found = select_rows<ShowRow>(tx, kSelect + "id = :id", {{"id", to_sql(id)}});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Show> SqlShowRepository::find(Transaction& tx, const std::vector<std::int64_t>& ids) const {
  if (ids.empty()) return {};
  return select_rows<ShowRow>(tx, kSelect + "id IN " + sql_list(ids));
}

std::vector<Show> SqlShowRepository::upcoming(Transaction& tx, Time now, const std::optional<ShowCursor>& after,
                                              int most) const {
  const bool further = after && after->starts_at >= now;
  return select_rows<ShowRow>(
      tx, upcoming_statement(),
      {{"from", to_sql(further ? after->starts_at : now)}, {"id", further ? to_sql(after->id) : 0}, {"most", most}});
}

std::vector<Show> SqlShowRepository::past(Transaction& tx, Time now, const std::optional<ShowCursor>& after,
                                          int most) const {
  const bool further = after && after->starts_at < now;
  return select_rows<ShowRow>(
      tx, past_statement(),
      {{"from", to_sql(further ? after->starts_at : now)}, {"id", further ? to_sql(after->id) : 0}, {"most", most}});
}

ShowId SqlShowRepository::add(Transaction& tx, const Show& show) const {
  const auto starts_at = to_sql(show.starts_at);
  const long long duration = show.duration_minutes.value_or(0), draft = show.draft ? 1 : 0;
  auto known = show.duration_minutes ? soci::i_ok : soci::i_null;
  tx.sql() << R"sql(
      INSERT INTO theatre_admin_shows (title, starts_at, hall, description, picture, duration_minutes, age, draft)
      VALUES (:title, :starts_at, :hall, :description, :picture, :duration, :age, :draft))sql",
      soci::use(show.title, "title"), soci::use(starts_at, "starts_at"), soci::use(show.hall, "hall"),
      soci::use(show.description, "description"), soci::use(show.picture, "picture"),
      soci::use(duration, known, "duration"), soci::use(show.age, "age"), soci::use(draft, "draft");
  return last_insert_id<ShowId>(tx);
}

bool SqlShowRepository::any(Transaction& tx) const {
  long long id = 0;
  tx.sql() << "SELECT id FROM theatre_admin_shows ORDER BY id LIMIT 1", soci::into(id);
  return tx.sql().got_data();
}

}  // namespace theatre_admin
