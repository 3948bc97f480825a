// SQLite: WAL, synchronous=FULL, foreign keys; and what its errors mean.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "sql/connection.hpp"
#include "sql/dialect.hpp"

namespace callboard::host {

class SqliteDialect final : public Dialect {
 public:
  enum class Role { Writer, Reader };
  // `busy`: how long to wait for another process that writes.
  SqliteDialect(std::filesystem::path file, Role role, std::chrono::milliseconds busy, StatementWatch* watch = nullptr);

  Engine engine() const override { return Engine::Sqlite; }
  std::unique_ptr<soci::details::session_backend> open() const override;
  [[noreturn]] void translate(const soci::soci_error& error, soci::details::session_backend& session,
                              SessionState& state) const override;

  // One statement without values, such as COMMIT; errors as from `translate`.
  void execute(DatabaseConnection& connection, const char* statement) const;
  static void wait_for_others(DatabaseConnection& connection, std::chrono::milliseconds limit);
  // SOCI leaves a SELECT of one row unfinished; it would hold its snapshot for ever.
  static void finish_statements(DatabaseConnection& connection);
  // False when an error has made SQLite roll the whole transaction back by itself.
  static bool in_transaction(DatabaseConnection& connection);

 private:
  [[noreturn]] static void raise(int code, const std::string& text, SessionState& state);

  std::filesystem::path file_;
  Role role_;
  std::chrono::milliseconds busy_;
};

}  // namespace callboard::host
