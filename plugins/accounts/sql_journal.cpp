#include "sql_journal.hpp"

#include <limits>

#include <callboard/sql.hpp>

namespace accounts {

using namespace callboard;

void SqlJournal::write(Transaction& tx, std::optional<UserId> user, Event event, const Client& from, Time now,
                       std::optional<UserId> by) const {
  const auto owner = to_sql(user.value_or(UserId{})), actor = to_sql(by.value_or(UserId{})), when = to_sql(now);
  auto known = user ? soci::i_ok : soci::i_null, acted = by ? soci::i_ok : soci::i_null;
  const std::string name(name_of(event));
  tx.sql() << R"sql(
      INSERT INTO accounts_journal (user_id, at, event, by_id, address, agent)
      VALUES (:user, :at, :event, :by, :address, :agent))sql",
      soci::use(owner, known, "user"), soci::use(when, "at"), soci::use(name, "event"), soci::use(actor, acted, "by"),
      soci::use(from.address, "address"), soci::use(from.agent, "agent");
}

std::vector<JournalEntry> SqlJournal::read(Transaction& tx, UserId user, std::int64_t before, int most) const {
  const auto owner = to_sql(user);
  const long long below = before > 0 ? before : std::numeric_limits<long long>::max();
  long long id = 0, at = 0, by = 0;
  std::string event;
  JournalEntry entry;
  soci::statement select =
      (tx.sql().prepare << R"sql(
      SELECT id, at, event, COALESCE(by_id, 0), address, agent FROM accounts_journal
       WHERE user_id = :user AND id < :before ORDER BY id DESC LIMIT :most)sql",
       soci::use(owner, "user"), soci::use(below, "before"), soci::use(most, "most"), soci::into(id), soci::into(at),
       soci::into(event), soci::into(by), soci::into(entry.address), soci::into(entry.agent));
  select.execute();
  std::vector<JournalEntry> entries;
  while (select.fetch()) {
    auto known = event_of(event);
    if (!known) continue;
    entry.id = id;
    entry.at = time_from_sql(at);
    entry.event = *known;
    entry.by = by == 0 ? std::nullopt : std::optional(UserId{by});
    entries.push_back(entry);
  }
  return entries;
}

long long SqlJournal::sweep(Transaction& tx, Time older_than, int most) const {
  return erase_oldest(tx, "accounts_journal", "id", "at", older_than, most);
}

}  // namespace accounts
