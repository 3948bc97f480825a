// What sql_* files need besides SOCI itself: ids, times and results, the same on both engines.
//
// Mind with SOCI: `use` and `into` keep a reference, so a bound value must live until the statement has run (never bind
// a temporary to a `soci::statement`); integers are bound as `long long`; a name in single quotes is not a placeholder;
// one statement binds either by name or by position; on MySQL a text ends at a NUL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <soci/soci.h>

#include "callboard/database.hpp"
#include "callboard/services.hpp"

namespace callboard {

// Strong ids and other enums as SOCI binds them.
template <typename Id>
  requires std::is_enum_v<Id>
constexpr long long to_sql(Id id) {
  return static_cast<long long>(id);
}

// Times are BIGINT columns: microseconds since 1970 in UTC. One representation for both engines that is exact, sorts
// and indexes as itself, and needs no parsing; DATETIME(6) would be all of that on MySQL alone, and SOCI's std::tm
// drops the microseconds. To look at: FROM_UNIXTIME(t / 1e6), datetime(t / 1e6, 'unixepoch').
inline long long to_sql(Time time) { return time.time_since_epoch().count(); }
inline Time time_from_sql(long long microseconds) { return Time(std::chrono::microseconds(microseconds)); }

// Runs a prepared statement that returns no rows. Returns how many rows it inserted or deleted, or its WHERE matched
// for an UPDATE, whether or not the values differed (on MySQL too).
inline long long affected_rows(soci::statement& statement) {
  statement.execute(true);
  return statement.get_affected_rows();
}

// Runs a statement that a unique index may refuse. False where it did: nothing is changed then, and the transaction
// goes on.
template <typename Work>
bool unless_taken(const Work& work) {
  try {
    work();
    return true;
  } catch (const ConstraintViolation& violation) {
    if (violation.kind() != ConstraintViolation::Kind::Unique) throw;
    return false;
  }
}

// Erases at most `most` rows of `table` whose `column` (a time, indexed) is not after `until`, the oldest first;
// returns how many. `table`, `key` and `column` are literals of ours, never input. The dialects differ: on SQLite a
// DELETE has no LIMIT, and on MySQL one whose rows are chosen by a subquery would read the whole table.
inline long long erase_oldest(Transaction& tx, const std::string& table, const std::string& key,
                              const std::string& column, Time until, int most) {
  const std::string oldest = column + " <= :until ORDER BY " + column + " LIMIT :most";
  const std::string text = tx.engine() == Engine::Mysql ? "DELETE FROM " + table + " WHERE " + oldest
                                                        : "DELETE FROM " + table + " WHERE " + key + " IN (SELECT " +
                                                              key + " FROM " + table + " WHERE " + oldest + ")";
  const auto time = to_sql(until);
  soci::statement erase = (tx.sql().prepare << text, soci::use(time, "until"), soci::use(most, "most"));
  return affected_rows(erase);
}

// The id that the last INSERT of this transaction was given.
template <typename Id = long long>
Id last_insert_id(Transaction& tx) {
  long long id = 0;
  tx.sql().get_last_insert_id("", id);
  return static_cast<Id>(id);
}

}  // namespace callboard
