#include "test_database.hpp"

#include <exception>

#include "migrated_databases.hpp"
#include "sql/database_factory.hpp"
#include "sql/migrator.hpp"
#include "temporary_folder.hpp"

namespace callboard::testing {
MariadbServer& TestDatabase::server() {
  static MariadbServer server;
  return server;
}

TestDatabase::TestDatabase(Engine engine, Clock& clock, Log& log, std::vector<host::MigrationFolder> folders)
    : clock_(clock), log_(log), folders_(std::move(folders)), folder_(new_temporary_folder("callboard-test")) {
  settings.engine = engine;
  settings.file = "test.sqlite";
  settings.pool = 16;
  if (engine == Engine::Mysql) {
    make_on_server();
  } else if (!folders_.empty()) {
    MigratedDatabases::instance().fill(settings, folder_, folders_, clock_, log_);
  }
}

void TestDatabase::make_on_server() {
  settings.socket = server().socket();
  settings.user = "root";
  settings.name = folders_.empty() ? "" : MigratedDatabases::instance().take(server(), folders_);
  if (!settings.name.empty()) return;
  settings.name = folder_.filename().string();
  server().execute("CREATE DATABASE `" + settings.name + "` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
  if (folders_.empty()) return;
  host::Migrator(settings, folder_, folders_, clock_, log_).migrate();
  MigratedDatabases::instance().add(server(), settings.name);
}

TestDatabase::~TestDatabase() {
  database_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
  if (settings.engine == Engine::Sqlite) return;
  if (!folders_.empty()) {
    MigratedDatabases::instance().give(settings.name, folders_);
    return;
  }
  try {
    server().execute("DROP DATABASE `" + settings.name + "`");
  } catch (const std::exception&) {
    // The server goes with the program anyway.
  }
}

Database& TestDatabase::database() {
  if (!database_) database_ = another();
  return *database_;
}

std::unique_ptr<Database> TestDatabase::another() { return host::make_database(settings, folder_, clock_, log_); }

}  // namespace callboard::testing
