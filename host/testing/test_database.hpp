// What is behind DatabaseTest, for the host's own tests: the settings of a fresh database.
#pragma once

#include <filesystem>
#include <memory>

#include "callboard/services.hpp"
#include "callboard/testing/mariadb_server.hpp"
#include "config/settings.hpp"

namespace callboard::testing {

class TestDatabase {
 public:
  TestDatabase(Engine engine, Clock& clock, Log& log);
  // Drops it.
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
  Clock& clock_;
  Log& log_;
  std::filesystem::path folder_;
  std::unique_ptr<Database> database_;
};

}  // namespace callboard::testing
