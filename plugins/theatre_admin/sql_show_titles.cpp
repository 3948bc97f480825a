#include "sql_show_titles.hpp"

#include <callboard/sql.hpp>

namespace theatre_admin {

using namespace callboard;

std::string SqlShowTitles::latest_statement() {
  return "SELECT id, title, starts_at FROM theatre_admin_shows WHERE draft = 0 ORDER BY starts_at DESC, id DESC "
         "LIMIT :most";
}

std::string SqlShowTitles::titles_statement(const std::vector<std::int64_t>& shows) {
  std::string ids;
  for (const long long show : shows) ids += (ids.empty() ? "" : ", ") + std::to_string(show);
  return "SELECT id, title FROM theatre_admin_shows WHERE draft = 0 AND id IN (" + ids + ")";
}

std::map<std::int64_t, std::string> SqlShowTitles::titles(Transaction& tx,
                                                          const std::vector<std::int64_t>& shows) const {
  std::map<std::int64_t, std::string> found;
  if (shows.empty()) return found;
  long long id = 0;
  std::string title;
  soci::statement select = (tx.sql().prepare << titles_statement(shows), soci::into(id), soci::into(title));
  select.execute();
  while (select.fetch()) found.emplace(id, title);
  return found;
}

std::vector<ShowChoice> SqlShowTitles::latest(Transaction& tx, int most) const {
  const long long limit = most;
  long long id = 0, starts_at = 0;
  std::string title;
  soci::statement select = (tx.sql().prepare << latest_statement(), soci::use(limit, "most"), soci::into(id),
                            soci::into(title), soci::into(starts_at));
  std::vector<ShowChoice> shows;
  select.execute();
  while (select.fetch()) shows.push_back({id, title, time_from_sql(starts_at)});
  return shows;
}

}  // namespace theatre_admin
