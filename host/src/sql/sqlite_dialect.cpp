#include "sql/sqlite_dialect.hpp"

#include <thread>

#include <fmt/format.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "sql/database_error.hpp"

namespace callboard::host {
namespace {

using namespace sqlite_api;

sqlite3* sqlite_handle(soci::details::session_backend& session) {
  return static_cast<soci::sqlite3_session_backend&>(session).conn_;
}

void run_pragma(sqlite3* connection, const char* statement) {
  if (sqlite3_exec(connection, statement, nullptr, nullptr, nullptr) == SQLITE_OK) return;
  throw Unavailable(fmt::format("database: {} in {}", sqlite3_errmsg(connection), statement));
}

// The change to WAL needs the file for itself and does not wait for it, so several processes that start at once on a
// new file must take turns by themselves.
void use_write_ahead_log(sqlite3* connection, std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (sqlite3_exec(connection, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr) != SQLITE_OK) {
    if (sqlite3_errcode(connection) != SQLITE_BUSY || std::chrono::steady_clock::now() > deadline) {
      throw Unavailable(fmt::format("database: cannot use a write-ahead log: {}", sqlite3_errmsg(connection)));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace

SqliteDialect::SqliteDialect(std::filesystem::path file, Role role, std::chrono::milliseconds busy,
                             StatementWatch* watch)
    : Dialect(watch), file_(std::move(file)), role_(role), busy_(busy) {}

std::unique_ptr<soci::details::session_backend> SqliteDialect::open() const {
  std::unique_ptr<soci::details::session_backend> session;
  try {
    // Quoted, since SOCI takes blanks and '=' for its own syntax.
    const auto name = "dbname=\"" + file_.string() + "\"";
    const auto& soci_sqlite = *soci::factory_sqlite3();
    session.reset(soci_sqlite.make_session(soci::connection_parameters(soci_sqlite, name)));
  } catch (const soci::soci_error& error) {
    throw Unavailable(fmt::format("cannot open the database {}: {}", file_.string(), error.what()));
  }
  sqlite3* const connection = sqlite_handle(*session);
  sqlite3_busy_timeout(connection, static_cast<int>(busy_.count()));
  use_write_ahead_log(connection, busy_);
  run_pragma(connection, "PRAGMA synchronous = FULL");
  run_pragma(connection, "PRAGMA foreign_keys = ON");
  run_pragma(connection, "PRAGMA journal_size_limit = 67108864");
  if (role_ == Role::Reader) run_pragma(connection, "PRAGMA query_only = ON");
  return session;
}

void SqliteDialect::translate(const soci::soci_error& error, soci::details::session_backend& session,
                              SessionState& state) const {
  if (dynamic_cast<const soci::sqlite3_soci_error*>(&error) == nullptr) throw DatabaseError(error.get_error_message());
  sqlite3* const connection = sqlite_handle(session);
  raise(sqlite3_extended_errcode(connection), sqlite3_errmsg(connection), state);
}

void SqliteDialect::execute(DatabaseConnection& connection, const char* statement) const {
  sqlite3* const sqlite = sqlite_handle(connection.native());
  if (sqlite3_exec(sqlite, statement, nullptr, nullptr, nullptr) == SQLITE_OK) return;
  raise(sqlite3_extended_errcode(sqlite), sqlite3_errmsg(sqlite), connection.state());
}

void SqliteDialect::wait_for_others(DatabaseConnection& connection, std::chrono::milliseconds limit) {
  sqlite3_busy_timeout(sqlite_handle(connection.native()), static_cast<int>(limit.count()));
}

void SqliteDialect::finish_statements(DatabaseConnection& connection) {
  sqlite3* const sqlite = sqlite_handle(connection.native());
  for (sqlite3_stmt* s = sqlite3_next_stmt(sqlite, nullptr); s != nullptr; s = sqlite3_next_stmt(sqlite, s)) {
    if (sqlite3_stmt_busy(s) != 0) sqlite3_reset(s);
  }
}

bool SqliteDialect::in_transaction(DatabaseConnection& connection) {
  return sqlite3_get_autocommit(sqlite_handle(connection.native())) == 0;
}

void SqliteDialect::raise(int code, const std::string& text, SessionState& state) {
  using Kind = ConstraintViolation::Kind;
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: throw ConstraintViolation(Kind::Unique, text);
    case SQLITE_CONSTRAINT_FOREIGNKEY: throw ConstraintViolation(Kind::ForeignKey, text);
    case SQLITE_CONSTRAINT_NOTNULL: throw ConstraintViolation(Kind::NotNull, text);
    case SQLITE_CONSTRAINT_CHECK:
    case SQLITE_CONSTRAINT_TRIGGER: throw ConstraintViolation(Kind::Check, text);
    default: break;
  }
  const auto message = fmt::format("{} ({})", text, code);
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: state.fail(Failure::TryAgain, message); break;
    case SQLITE_IOERR: state.fail(Failure::LostSent, message); break;
    case SQLITE_FULL:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: state.fail(Failure::Broken, message); break;
    default: throw DatabaseError(message, static_cast<unsigned>(code));
  }
  throw Unavailable("database: " + message);
}

}  // namespace callboard::host
