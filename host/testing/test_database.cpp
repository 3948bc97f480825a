#include "test_database.hpp"

#include <exception>

#include "sql/database_factory.hpp"
#include "temporary_folder.hpp"

namespace callboard::testing {
MariadbServer& TestDatabase::server() {
  static MariadbServer server;
  return server;
}

TestDatabase::TestDatabase(Engine engine, Clock& clock, Log& log)
    : clock_(clock), log_(log), folder_(new_temporary_folder("callboard-test")) {
  settings.engine = engine;
  settings.file = "test.sqlite";
  settings.pool = 16;
  if (engine == Engine::Sqlite) return;
  settings.socket = server().socket();
  settings.user = "root";
  settings.name = folder_.filename().string();
  server().execute("CREATE DATABASE `" + settings.name + "` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
}

TestDatabase::~TestDatabase() {
  database_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
  if (settings.engine == Engine::Sqlite) return;
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
