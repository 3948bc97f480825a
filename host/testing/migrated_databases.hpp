// Migrating costs more than most tests do, so a program migrates once: SQLite's file is then copied, and a database of
// MariaDB is emptied and used again, unless a test did more to it than to write rows. Not thread-safe.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "callboard/services.hpp"
#include "callboard/testing/mariadb_server.hpp"
#include "config/settings.hpp"
#include "sql/migration_files.hpp"

namespace callboard::testing {

class MigratedDatabases {
 public:
  using Folders = std::vector<host::MigrationFolder>;

  // Those of this program.
  static MigratedDatabases& instance();
  ~MigratedDatabases();
  MigratedDatabases(const MigratedDatabases&) = delete;
  MigratedDatabases& operator=(const MigratedDatabases&) = delete;

  // Puts a migrated file into `data`, whose name `settings` says.
  void fill(const host::DatabaseSettings& settings, const std::filesystem::path& data, const Folders& folders,
            Clock& clock, Log& log);
  // The name of a database whose tables are as the migrations leave them; empty where none is left over.
  std::string take(MariadbServer& server, const Folders& folders);
  // Notes how a database looks that has just been migrated.
  void add(MariadbServer& server, const std::string& name);
  // Leaves a database to whoever takes one next. It is emptied only then: the test's own threads have ended by then.
  void give(const std::string& name, const Folders& folders);

 private:
  struct Table {
    std::string name, next_id, checksum;  // a checksum only of what the migrations themselves filled
  };
  using Tables = std::vector<Table>;

  MigratedDatabases();
  bool empty(MariadbServer& server, const std::string& name);

  const std::filesystem::path folder_;
  const int owner_;  // a forked child must not remove its parent's files
  std::map<std::string, std::filesystem::path> files_;
  std::map<std::string, std::vector<std::string>> left_over_;
  std::map<std::string, Tables> tables_;
  std::map<std::string, std::string> changes_;  // of the schema, on the whole server, when the database was clean last
};

}  // namespace callboard::testing
