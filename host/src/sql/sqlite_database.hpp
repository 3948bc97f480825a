// Database on SQLite: writers share one connection and its commits, readers have their own.
#pragma once

#include <filesystem>

#include "callboard/services.hpp"
#include "config/settings.hpp"
#include "sql/connection_pool.hpp"
#include "sql/sqlite_dialect.hpp"
#include "sql/write_queue.hpp"

namespace callboard::host {

class SqliteDatabase final : public Database, public Pooled {
 public:
  // `file` is created where it does not exist; its folder must.
  SqliteDatabase(const std::filesystem::path& file, const DatabaseSettings& settings, Log& log,
                 StatementWatch* watch = nullptr);
  Engine engine() const override { return Engine::Sqlite; }
  PoolState pool_state() override { return readers_.state(); }

 protected:
  void run(Mode mode, const Function& work) override;

 private:
  void read(Mode mode, const Function& work);

  SqliteDialect reading_;
  ConnectionPool readers_;
  WriteQueue writers_;
};

}  // namespace callboard::host
