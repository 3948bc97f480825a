// Database on MySQL and MariaDB: a pool of connections, retries, and what is known about a transaction whose
// connection was lost.
#pragma once

#include <chrono>
#include <string>

#include "callboard/services.hpp"
#include "config/settings.hpp"
#include "sql/circuit.hpp"
#include "sql/connection_pool.hpp"
#include "sql/mysql_dialect.hpp"

namespace callboard::host {

class MysqlDatabase final : public Database, public Pooled {
 public:
  // `answer_limit` as for MysqlDialect.
  MysqlDatabase(const DatabaseSettings& settings, std::chrono::seconds answer_limit, Log& log,
                StatementWatch* watch = nullptr);
  Engine engine() const override { return Engine::Mysql; }
  PoolState pool_state() override { return pool_.state(); }

 protected:
  void run(Mode mode, const Function& work) override;

 private:
  enum class Verdict { Done, RunAgain, Reconnect };

  Verdict attempt(Mode mode, const Function& work, std::string& why);
  void begin(DatabaseConnection& connection, Mode mode) const;
  Verdict commit(ConnectionPool::Lease& connection, Mode mode, std::string& why);
  Verdict after_failure(ConnectionPool::Lease& connection, Mode mode, std::string& why);
  ConnectionPool::Lease lease();
  void roll_back(ConnectionPool::Lease& connection);
  [[noreturn]] void outcome_unknown(const std::string& why);

  MysqlDialect dialect_;
  Circuit circuit_;
  ConnectionPool pool_;
  Log& log_;
};

}  // namespace callboard::host
