// What is behind DatabaseTest, for the host's own tests: the settings of a fresh database.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "callboard/services.hpp"
#include "callboard/testing/mariadb_server.hpp"
#include "config/settings.hpp"
#include "sql/migration_files.hpp"

namespace callboard::testing {

class TestDatabase {
 public:
  // Migrated, where there are folders of migrations.
  TestDatabase(Engine engine, Clock& clock, Log& log, std::vector<host::MigrationFolder> folders = {});
  // Drops it, or leaves it to the next test that wants one with the same migrations.
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  host::DatabaseSettings settings;
  const std::filesystem::path& folder() const { return folder_; }
  // Opened when it is first asked for, with `settings` as they are then.
  Database& database();
  // Another one on the same data, as another process would have it.
  std::unique_ptr<Database> another();
  // The one that all tests of this program share.
  static MariadbServer& server();

 private:
  void make_on_server();

  Clock& clock_;
  Log& log_;
  const std::vector<host::MigrationFolder> folders_;
  std::filesystem::path folder_;
  std::unique_ptr<Database> database_;
};

}  // namespace callboard::testing
