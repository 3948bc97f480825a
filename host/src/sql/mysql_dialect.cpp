#include "sql/mysql_dialect.hpp"

#include <sys/socket.h>

#include <cerrno>

#include <fmt/format.h>
#include <soci/mysql/soci-mysql.h>

#include "sql/database_error.hpp"

namespace callboard::host {
namespace {

constexpr int kConnectSeconds = 2;

// Read committed: a writer that was refused by a unique key must see the row that refused it, as on SQLite, where a
// writer always sees the latest state. `read` asks for its snapshot by itself.
constexpr const char* kSessionSettings[] = {
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
    "NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', innodb_lock_wait_timeout = 5, autocommit = 1",
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
};

std::string in_quotes(std::string_view value) {
  std::string result = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

std::string connect_string(const DatabaseSettings& s, std::chrono::seconds answer_limit) {
  auto result = fmt::format("dbname={} user={} charset=utf8mb4 connect_timeout={}", in_quotes(s.name),
                            in_quotes(s.user), kConnectSeconds);
  if (!s.password.empty()) result += " password=" + in_quotes(s.password);
  if (!s.socket.empty()) {
    result += " unix_socket=" + in_quotes(s.socket.string());
  } else {
    result += fmt::format(" host={} port={}", in_quotes(s.host), s.port);
  }
  if (answer_limit.count() > 0) {
    result += fmt::format(" read_timeout={0} write_timeout={0}", answer_limit.count());
  }
  return result;
}

MYSQL* mysql_handle(soci::details::session_backend& session) {
  return static_cast<soci::mysql_session_backend&>(session).conn_;
}

void run(MYSQL* connection, std::string_view statement) {
  if (mysql_real_query(connection, statement.data(), statement.size()) != 0) {
    throw Unavailable(fmt::format("database: {} ({})", mysql_error(connection), mysql_errno(connection)));
  }
}

// "Duplicate entry 'anna@example.org' for key 'email'": the value is nobody's business in a log.
std::string_view without_value(std::string_view text) {
  const auto key = text.rfind(" for key ");
  return text.starts_with("Duplicate entry") && key != text.npos ? text.substr(key + 1) : text;
}

// Names from the server's list of errors.
enum ServerError : unsigned {
  kShutdownInProgress = 1053,
  kBadNull = 1048,
  kNotReady = 1047,  // Galera: this node has not joined, or lost the quorum
  kDiskFull = 1021,
  kDuplicateKey = 1022,
  kTooManyConnections = 1040,
  kDuplicateEntry = 1062,
  kTableFull = 1114,
  kNormalShutdown = 1077,
  kTooManyUserConnections = 1203,
  kLockWaitTimeout = 1205,
  kDeadlock = 1213,
  kAutoIncrement = 1467,  // what InnoDB says of a deadlock over a table's next id
  kNoReferencedRow = 1216,
  kRowIsReferenced = 1217,
  kReadOnlyServer = 1290,
  kNoDefault = 1364,
  kRowIsReferenced2 = 1451,
  kNoReferencedRow2 = 1452,
  kDuplicateEntryWithKeyName = 1586,
  kSignal = 1644,
  kConnectionKilled = 1927,
  kCheckMysql = 3819,
  kCheckMariadb = 4025,
  kRecordChanged = 1020,
  kTableChanged = 1412,  // by ALTER or CREATE, after the snapshot was taken
};

}  // namespace

MysqlDialect::MysqlDialect(const DatabaseSettings& settings, std::chrono::seconds answer_limit, StatementWatch* watch)
    : Dialect(watch),
      connect_string_(connect_string(settings, answer_limit)),
      where_(settings.socket.empty() ? fmt::format("{}:{}", settings.host, settings.port) : settings.socket.string()) {}

std::unique_ptr<soci::details::session_backend> MysqlDialect::open() const {
  std::unique_ptr<soci::details::session_backend> session;
  try {
    const auto& soci_mysql = *soci::factory_mysql();
    session.reset(soci_mysql.make_session(soci::connection_parameters(soci_mysql, connect_string_)));
  } catch (const soci::soci_error& error) {
    throw Unavailable(fmt::format("cannot connect to the database at {}: {}", where_, error.what()));
  }
  for (const char* statement : kSessionSettings) run(mysql_handle(*session), statement);
  return session;
}

void MysqlDialect::translate(const soci::soci_error& error, soci::details::session_backend&,
                             SessionState& state) const {
  if (const auto* mysql = dynamic_cast<const soci::mysql_soci_error*>(&error)) {
    raise(mysql->err_num_, mysql->get_error_message(), state);
  }
  throw DatabaseError(error.get_error_message());
}

void MysqlDialect::execute(DatabaseConnection& connection, const char* statement) const {
  SessionState& state = connection.state();
  if (state.lost()) throw Unavailable("database: " + state.why);
  MYSQL* const mysql = mysql_handle(connection.native());
  if (mysql_real_query(mysql, statement, std::string_view(statement).size()) == 0) return;
  raise(mysql_errno(mysql), mysql_error(mysql), state);
}

bool MysqlDialect::seems_alive(DatabaseConnection& connection) {
  // The server never speaks first: bytes that wait here are its farewell.
  char byte = 0;
  const auto got = ::recv(mysql_get_socket(mysql_handle(connection.native())), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

void MysqlDialect::raise(unsigned code, const std::string& text, SessionState& state) const {
  using Kind = ConstraintViolation::Kind;
  const auto message = fmt::format("{} ({})", without_value(text), code);
  switch (code) {
    case kDuplicateEntry:
    case kDuplicateKey:
    case kDuplicateEntryWithKeyName: throw ConstraintViolation(Kind::Unique, message);
    case kNoReferencedRow:
    case kNoReferencedRow2:
    case kRowIsReferenced:
    case kRowIsReferenced2: throw ConstraintViolation(Kind::ForeignKey, message);
    case kBadNull:
    case kNoDefault: throw ConstraintViolation(Kind::NotNull, message);
    case kCheckMariadb:
    case kCheckMysql:
    case kSignal: throw ConstraintViolation(Kind::Check, message);
    case kDeadlock:
    case kAutoIncrement:
    case kLockWaitTimeout:
    case kRecordChanged:
    case kTableChanged: state.fail(Failure::TryAgain, message); break;
    case CR_SERVER_GONE_ERROR: state.fail(Failure::LostUnsent, message); break;
    case CR_SERVER_LOST:
    case CR_SERVER_LOST_EXTENDED:
    case CR_CONNECTION_ERROR:
    case CR_CONN_HOST_ERROR:
    case kShutdownInProgress:
    case kNormalShutdown:
    case kConnectionKilled: state.fail(Failure::LostSent, message); break;
    case kTooManyConnections:
    case kTooManyUserConnections:
    case kReadOnlyServer:
    case kNotReady:
    case kDiskFull:
    case kTableFull: state.fail(Failure::Broken, message); break;
    default: throw DatabaseError(message, code);
  }
  throw Unavailable("database: " + message);
}

}  // namespace callboard::host
