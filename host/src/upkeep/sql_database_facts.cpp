#include "upkeep/sql_database_facts.hpp"

#include <algorithm>
#include <map>

#include "callboard/sql.hpp"
#include "sql/database_error.hpp"

namespace callboard::host {
namespace {

constexpr std::size_t kMostFaults = 100;

long long number(Transaction& tx, const std::string& statement) {
  long long value = 0;
  tx.sql() << statement, soci::into(value);
  return value;
}

// Ours are plain names; another's that are not could not be quoted alike on both engines, and are left out.
bool is_plain(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::vector<std::string> table_names(Transaction& tx) {
  const char* const statement =
      tx.engine() == Engine::Sqlite
          ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
          : "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND "
            "table_type = 'BASE TABLE' ORDER BY table_name";
  std::vector<std::string> names;
  std::string name;
  soci::statement select = (tx.sql().prepare << statement, soci::into(name));
  select.execute();
  while (select.fetch()) {
    if (is_plain(name)) names.push_back(name);
  }
  return names;
}

long long sqlite_bytes(Transaction& tx) { return number(tx, "PRAGMA page_count") * number(tx, "PRAGMA page_size"); }

// Of each table its own pages and those of its indexes. Empty where that would take long, or the library cannot tell.
std::map<std::string, std::uint64_t> sqlite_table_bytes(Transaction& tx) {
  std::map<std::string, std::uint64_t> sizes;
  if (sqlite_bytes(tx) > SqlDatabaseFacts::kMostMeasured) return sizes;
  try {
    std::string name;
    long long bytes = 0;
    soci::statement select = (tx.sql().prepare << R"sql(
        SELECT m.tbl_name, SUM(d.pgsize) FROM dbstat d JOIN sqlite_master m ON m.name = d.name
         WHERE d.aggregate = TRUE GROUP BY m.tbl_name)sql",
                              soci::into(name), soci::into(bytes));
    select.execute();
    while (select.fetch()) sizes[name] = static_cast<std::uint64_t>(bytes);
  } catch (const DatabaseError&) {
    sizes.clear();  // built without dbstat
  }
  return sizes;
}

// The largest rowid is how many rows there have been; a table without rowids is told by what was counted.
void count_sqlite_rows(Transaction& tx, TableSize& table) {
  constexpr auto kMost = SqlDatabaseFacts::kMostCounted;
  const auto counted =
      number(tx, "SELECT COUNT(*) FROM (SELECT 1 FROM " + table.name + " LIMIT " + std::to_string(kMost + 1) + ")");
  table.rows = static_cast<std::uint64_t>(counted);
  if (counted <= kMost) return;
  table.estimated = true;
  table.rows = static_cast<std::uint64_t>(kMost);
  try {
    const auto largest = number(tx, "SELECT COALESCE(MAX(rowid), 0) FROM " + table.name);
    table.rows = static_cast<std::uint64_t>(std::max(largest, kMost));
  } catch (const DatabaseError&) {
  }
}

std::vector<TableSize> sqlite_tables(Transaction& tx) {
  const auto sizes = sqlite_table_bytes(tx);
  std::vector<TableSize> tables;
  for (const auto& name : table_names(tx)) {
    TableSize table{name, 0, false, std::nullopt};
    if (const auto found = sizes.find(name); found != sizes.end()) table.bytes = found->second;
    count_sqlite_rows(tx, table);
    tables.push_back(std::move(table));
  }
  return tables;
}

std::vector<TableSize> mysql_tables(Transaction& tx) {
  std::vector<TableSize> tables;
  std::string name;
  long long rows = 0;
  long long bytes = 0;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT table_name, COALESCE(table_rows, 0), COALESCE(data_length + index_length, 0) FROM information_schema.tables
       WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name)sql",
                            soci::into(name), soci::into(rows), soci::into(bytes));
  select.execute();
  while (select.fetch()) {
    tables.push_back({name, static_cast<std::uint64_t>(rows), true, static_cast<std::uint64_t>(bytes)});
  }
  return tables;
}

std::vector<std::string> check_sqlite(Transaction& tx) {
  std::vector<std::string> faults;
  std::string line;
  soci::statement whole = (tx.sql().prepare << "PRAGMA integrity_check(100)", soci::into(line));
  whole.execute();
  while (whole.fetch()) {
    if (line != "ok") faults.push_back(line);
  }
  std::string table, parent;
  long long row = 0, key = 0;
  auto has_row = soci::i_ok;
  soci::statement keys = (tx.sql().prepare << "PRAGMA foreign_key_check", soci::into(table), soci::into(row, has_row),
                          soci::into(parent), soci::into(key));
  keys.execute();
  while (keys.fetch() && faults.size() < kMostFaults) {
    const auto which = has_row == soci::i_ok ? " row " + std::to_string(row) : "";
    faults.push_back(table + which + " refers to a row of " + parent + " that is not there");
  }
  return faults;
}

void check_mysql_table(Transaction& tx, const std::string& name, std::vector<std::string>& faults) {
  std::string table, operation, kind, text;
  soci::statement check = (tx.sql().prepare << "CHECK TABLE `" + name + "`", soci::into(table), soci::into(operation),
                           soci::into(kind), soci::into(text));
  check.execute();
  while (check.fetch()) {
    const bool fine = kind == "note" || (kind == "status" && (text == "OK" || text == "Table is already up to date"));
    if (!fine && faults.size() < kMostFaults) faults.push_back(name + ": " + text);
  }
}

}  // namespace

DatabaseFacts SqlDatabaseFacts::facts(Transaction& tx) {
  std::string version;
  if (tx.engine() == Engine::Sqlite) {
    tx.sql() << "SELECT sqlite_version()", soci::into(version);
    return {"SQLite", version, static_cast<std::uint64_t>(sqlite_bytes(tx))};
  }
  tx.sql() << "SELECT VERSION()", soci::into(version);
  const auto bytes = number(tx,
                            "SELECT COALESCE(SUM(data_length + index_length), 0) FROM information_schema.tables "
                            "WHERE table_schema = DATABASE()");
  const bool mariadb = version.find("MariaDB") != std::string::npos;
  return {mariadb ? "MariaDB" : "MySQL", version.substr(0, version.find('-')), static_cast<std::uint64_t>(bytes)};
}

std::vector<TableSize> SqlDatabaseFacts::tables(Transaction& tx) {
  return tx.engine() == Engine::Sqlite ? sqlite_tables(tx) : mysql_tables(tx);
}

std::vector<AppliedMigration> SqlDatabaseFacts::migrations(Transaction& tx) {
  std::vector<AppliedMigration> all;
  AppliedMigration migration;
  long long at = 0;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT feature, name, finished_at FROM callboard_migrations WHERE finished_at IS NOT NULL
       ORDER BY feature, number)sql",
                            soci::into(migration.feature), soci::into(migration.name), soci::into(at));
  select.execute();
  while (select.fetch()) {
    migration.at = time_from_sql(at);
    all.push_back(migration);
  }
  return all;
}

std::vector<std::string> SqlDatabaseFacts::check(Transaction& tx) {
  if (tx.engine() == Engine::Sqlite) return check_sqlite(tx);
  std::vector<std::string> faults;
  for (const auto& name : table_names(tx)) check_mysql_table(tx, name, faults);
  return faults;
}

}  // namespace callboard::host
