#include "migrated_databases.hpp"

#include <unistd.h>

#include <system_error>

#include "sql/migrator.hpp"
#include "temporary_folder.hpp"

namespace callboard::testing {
namespace {

namespace fs = std::filesystem;

std::string key_of(const MigratedDatabases::Folders& folders) {
  std::string key;
  for (const auto& [feature, folder] : folders) key += feature + "=" + folder.string() + "\n";
  return key;
}

std::string in(const std::string& name, const std::string& table) { return "`" + name + "`.`" + table + "`"; }

// How often anybody changed a schema since the server started.
std::string schema_changes(MariadbServer& server) {
  return server
      .rows(
          "SELECT CAST(SUM(VARIABLE_VALUE) AS UNSIGNED) FROM information_schema.GLOBAL_STATUS "
          "WHERE VARIABLE_NAME REGEXP '^COM_(ALTER|CREATE|DROP|RENAME)_(TABLE|INDEX|VIEW|TRIGGER|FUNCTION|PROCEDURE)'")
      .at(0)
      .at(0);
}

std::vector<std::vector<std::string>> tables_and_next_ids(MariadbServer& server, const std::string& name) {
  return server.rows(
      "SELECT TABLE_NAME, COALESCE(AUTO_INCREMENT, 0) FROM information_schema.TABLES "
      "WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA = '" +
      name + "' ORDER BY TABLE_NAME");
}

// "1" for each table that has a row, in their order.
std::vector<std::string> which_have_rows(MariadbServer& server, const std::string& name,
                                         const std::vector<std::vector<std::string>>& tables) {
  std::string select;
  for (const auto& table : tables) {
    select += (select.empty() ? "SELECT " : ", ") + ("EXISTS (SELECT 1 FROM " + in(name, table.at(0)) + ")");
  }
  return server.rows(select).at(0);
}

std::string checksum(MariadbServer& server, const std::string& name, const std::string& table) {
  return server.rows("CHECKSUM TABLE " + in(name, table)).at(0).at(1);
}

}  // namespace

MigratedDatabases::MigratedDatabases() : folder_(new_temporary_folder("callboard-migrated")), owner_(::getpid()) {}

MigratedDatabases::~MigratedDatabases() {
  std::error_code ignored;
  if (::getpid() == owner_) fs::remove_all(folder_, ignored);
}

MigratedDatabases& MigratedDatabases::instance() {
  static MigratedDatabases databases;
  return databases;
}

void MigratedDatabases::fill(const host::DatabaseSettings& settings, const fs::path& data, const Folders& folders,
                             Clock& clock, Log& log) {
  const auto file = data / settings.file;
  const auto known = files_.find(key_of(folders));
  if (known != files_.end()) {
    fs::copy_file(known->second, file);
    return;
  }
  host::Migrator(settings, data, folders, clock, log).migrate();
  if (fs::exists(file.string() + "-wal")) return;  // the file alone is not all of it
  const auto kept = folder_ / std::to_string(files_.size());
  fs::copy_file(file, kept);
  files_.emplace(key_of(folders), kept);
}

std::string MigratedDatabases::take(MariadbServer& server, const Folders& folders) {
  auto& names = left_over_[key_of(folders)];
  while (!names.empty()) {
    const auto name = names.back();
    names.pop_back();
    if (empty(server, name)) return name;
    server.execute("DROP DATABASE `" + name + "`");
    tables_.erase(name);
  }
  return {};
}

void MigratedDatabases::add(MariadbServer& server, const std::string& name) {
  const auto tables = tables_and_next_ids(server, name);
  const auto filled = which_have_rows(server, name, tables);
  auto& known = tables_[name];
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const auto& table = tables[i].at(0);
    known.push_back({table, tables[i].at(1), filled[i] == "1" ? checksum(server, name, table) : ""});
  }
  changes_[name] = schema_changes(server);
}

void MigratedDatabases::give(const std::string& name, const Folders& folders) {
  left_over_[key_of(folders)].push_back(name);
}

// False where it cannot be had back as it was.
bool MigratedDatabases::empty(MariadbServer& server, const std::string& name) {
  if (changes_.at(name) != schema_changes(server)) return false;
  const auto& known = tables_.at(name);
  const auto tables = tables_and_next_ids(server, name);
  const auto filled = which_have_rows(server, name, tables);
  if (tables.size() != known.size()) return false;
  std::string statements = "SET foreign_key_checks = 0";
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const auto& table = known[i];
    const bool same_next_id = tables[i].at(1) == table.next_id;
    if (!table.checksum.empty()) {
      if (!same_next_id || checksum(server, name, table.name) != table.checksum) return false;
    } else if (!same_next_id || filled[i] == "1") {
      statements += "; TRUNCATE TABLE " + in(name, table.name);
    }
  }
  server.rows(statements);
  return true;
}

}  // namespace callboard::testing
