// MySQL and MariaDB: sessions that speak utf8mb4, UTC and strict SQL, and what their errors mean.
// SOCI itself asks for found rows (CLIENT_FOUND_ROWS), so affected rows count what an UPDATE matched, as on SQLite.
#pragma once

#include <chrono>
#include <string>

#include "config/settings.hpp"
#include "sql/connection.hpp"
#include "sql/dialect.hpp"

namespace callboard::host {

class MysqlDialect final : public Dialect {
 public:
  // An answer that takes longer than `answer_limit` counts as a lost connection; 0: no limit.
  MysqlDialect(const DatabaseSettings& settings, std::chrono::seconds answer_limit, StatementWatch* watch = nullptr);

  Engine engine() const override { return Engine::Mysql; }
  std::unique_ptr<soci::details::session_backend> open() const override;
  [[noreturn]] void translate(const soci::soci_error& error, soci::details::session_backend& session,
                              SessionState& state) const override;

  // One statement without values, such as COMMIT; errors as from `translate`.
  void execute(DatabaseConnection& connection, const char* statement) const;
  // Whether the peer has not hung up: looks at the socket, sends nothing.
  static bool seems_alive(DatabaseConnection& connection);

 private:
  [[noreturn]] void raise(unsigned code, const std::string& text, SessionState& state) const;

  std::string connect_string_;
  std::string where_;  // for the log: never with the password
};

}  // namespace callboard::host
