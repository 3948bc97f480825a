#include "sql/database_factory.hpp"

#include "sql/mysql_database.hpp"
#include "sql/sqlite_database.hpp"

namespace callboard::host {
namespace {

// Longer than the server waits for a lock (5 s), short enough for a visitor.
constexpr std::chrono::seconds kAnswerLimit{10};

constexpr unsigned kUsualPool = 16;

std::unique_ptr<Database> make(const DatabaseSettings& settings, const std::filesystem::path& data_dir,
                               std::chrono::seconds answer_limit, Log& log, StatementWatch* watch = nullptr) {
  auto complete = settings;
  if (complete.pool == 0) complete.pool = kUsualPool;
  if (settings.engine == Engine::Mysql) return std::make_unique<MysqlDatabase>(complete, answer_limit, log, watch);
  return std::make_unique<SqliteDatabase>(data_dir / settings.file, complete, log, watch);
}

}  // namespace

std::unique_ptr<Database> make_database(const DatabaseSettings& settings, const std::filesystem::path& data_dir, Clock&,
                                        Log& log, StatementWatch* watch) {
  return make(settings, data_dir, kAnswerLimit, log, watch);
}

std::unique_ptr<Database> make_migration_database(const DatabaseSettings& settings,
                                                  const std::filesystem::path& data_dir, Log& log) {
  return make(settings, data_dir, std::chrono::seconds(0), log);
}

}  // namespace callboard::host
