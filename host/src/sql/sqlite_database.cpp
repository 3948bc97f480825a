#include "sql/sqlite_database.hpp"

#include "sql/nesting_guard.hpp"

namespace callboard::host {

SqliteDatabase::SqliteDatabase(const std::filesystem::path& file, const DatabaseSettings& settings, Log& log,
                               StatementWatch* watch)
    : reading_(file, SqliteDialect::Role::Reader, settings.lease_timeout, watch),
      readers_(settings.pool, settings.lease_timeout,
               [this] { return std::make_unique<DatabaseConnection>(reading_); }),
      writers_(SqliteDialect(file, SqliteDialect::Role::Writer, settings.lease_timeout, watch), settings.lease_timeout,
               this, log) {}

void SqliteDatabase::run(Mode mode, const Function& work) {
  if (mode == Mode::Read || mode == Mode::ReadSingle) return read(mode, work);
  { const NestingGuard guard(this); }  // looks; the leader sets its own while it runs the functions
  writers_.run(work);
}

void SqliteDatabase::read(Mode mode, const Function& work) {
  const NestingGuard guard(this);
  auto connection = readers_.lease();
  connection->start();
  std::exception_ptr error;
  try {
    if (mode == Mode::Read) reading_.execute(*connection, "BEGIN");
    ConnectionTransaction tx(*connection);
    work(tx);
  } catch (...) {
    error = std::current_exception();
  }
  SqliteDialect::finish_statements(*connection);
  try {
    if (SqliteDialect::in_transaction(*connection)) reading_.execute(*connection, "COMMIT");
  } catch (const std::exception&) {
    connection.drop();
    if (!error) throw;
  }
  if (connection && connection->state().failure != Failure::None) connection.drop();
  if (error) std::rethrow_exception(error);
}

}  // namespace callboard::host
