#include "sql/mysql_database.hpp"

#include <random>
#include <thread>

#include <fmt/format.h>

#include "callboard/turn.hpp"
#include "sql/nesting_guard.hpp"

namespace callboard::host {
namespace {

constexpr int kTransactionTries = 6;
constexpr std::chrono::seconds kTimeForTries{10};  // each may have waited for a lock until the server gave up
constexpr int kConnections = 2;                    // that one transaction may lose before it gives up

// Two transactions that met in a deadlock must not meet again: the pause is random and grows.
void pause_before(int next_try) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const int most = 1000 << std::min(next_try, 5);
  std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution<int>(500, most)(random)));
}

}  // namespace

MysqlDatabase::MysqlDatabase(const DatabaseSettings& settings, std::chrono::seconds answer_limit, Log& log,
                             StatementWatch* watch)
    : dialect_(settings, answer_limit, watch),
      circuit_(log),
      pool_(settings.pool, settings.lease_timeout,
            [this] { return circuit_.through([this] { return std::make_unique<DatabaseConnection>(dialect_); }); }),
      log_(log) {}

void MysqlDatabase::run(Mode mode, const Function& work) {
  const NestingGuard guard(this);
  give_up_turn();  // every statement waits for the server
  const auto deadline = std::chrono::steady_clock::now() + kTimeForTries;
  std::string why;
  int lost = 0;
  for (int tries = 1; tries <= kTransactionTries && std::chrono::steady_clock::now() < deadline; ++tries) {
    switch (attempt(mode, work, why)) {
      case Verdict::Done: return;
      case Verdict::RunAgain: pause_before(tries); break;
      case Verdict::Reconnect:
        if (++lost == kConnections) throw Unavailable("database: " + why);
        break;
    }
  }
  log_.warning("transaction_given_up", {{"error", why}});
  throw Unavailable("database: " + why);
}

MysqlDatabase::Verdict MysqlDatabase::attempt(Mode mode, const Function& work, std::string& why) {
  auto connection = lease();
  connection->start();
  try {
    begin(*connection, mode);
    connection->state().statements = 0;
    ConnectionTransaction tx(*connection);
    work(tx);
  } catch (...) {
    const auto verdict = after_failure(connection, mode, why);
    if (verdict == Verdict::Done) throw;
    return verdict;
  }
  // A failure of the connection counts even where `work` has swallowed it.
  if (connection->state().failure != Failure::None) {
    const auto verdict = after_failure(connection, mode, why);
    if (verdict != Verdict::Done) return verdict;
    throw Unavailable("database: " + why);
  }
  return commit(connection, mode, why);
}

void MysqlDatabase::begin(DatabaseConnection& connection, Mode mode) const {
  if (mode == Mode::Write) dialect_.execute(connection, "START TRANSACTION");
  if (mode == Mode::Read) {
    dialect_.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    dialect_.execute(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  }
}

// `Done` means: nothing to be tried again, the error goes to the caller.
MysqlDatabase::Verdict MysqlDatabase::after_failure(ConnectionPool::Lease& connection, Mode mode, std::string& why) {
  const SessionState state = connection->state();
  why = state.why;
  const bool may_have_happened =
      mode == Mode::WriteSingle &&
      (state.statements > 1 || (state.statements == 1 && state.failure == Failure::LostSent));
  if (state.lost()) {
    connection.drop();
    if (may_have_happened) outcome_unknown(why);
    return Verdict::Reconnect;
  }
  if (mode == Mode::Write || mode == Mode::Read) roll_back(connection);
  if (state.failure != Failure::TryAgain || may_have_happened) return Verdict::Done;
  return Verdict::RunAgain;
}

MysqlDatabase::Verdict MysqlDatabase::commit(ConnectionPool::Lease& connection, Mode mode, std::string& why) {
  if (mode == Mode::WriteSingle || mode == Mode::ReadSingle) return Verdict::Done;
  try {
    dialect_.execute(*connection, "COMMIT");
    return Verdict::Done;
  } catch (...) {
    const SessionState state = connection->state();
    why = state.why;
    if (mode == Mode::Write && state.failure == Failure::LostSent) {
      connection.drop();
      outcome_unknown(why);
    }
    const auto verdict = after_failure(connection, mode, why);
    if (verdict == Verdict::Done) throw;
    return verdict;
  }
}

ConnectionPool::Lease MysqlDatabase::lease() {
  auto connection = pool_.lease();
  if (!MysqlDialect::seems_alive(*connection)) connection.reopen();
  return connection;
}

void MysqlDatabase::roll_back(ConnectionPool::Lease& connection) {
  try {
    dialect_.execute(*connection, "ROLLBACK");
  } catch (const std::exception&) {
    connection.drop();
  }
}

void MysqlDatabase::outcome_unknown(const std::string& why) {
  log_.error("transaction_outcome_unknown", {{"error", why}});
  throw OutcomeUnknown("database: the connection was lost during the commit: " + why);
}

}  // namespace callboard::host
