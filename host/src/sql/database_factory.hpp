// Makes the Database that the settings ask for. Nothing is opened yet: a server that is down does not keep the host
// from starting; requests get 503 until it is there.
#pragma once

#include <filesystem>
#include <memory>

#include "callboard/services.hpp"
#include "config/settings.hpp"
#include "sql/statement_watch.hpp"

namespace callboard::host {

// `log` and `watch` must outlive the database. Connections never survive a fork, so make it in the process that uses
// it.
std::unique_ptr<Database> make_database(const DatabaseSettings& settings, const std::filesystem::path& data_dir,
                                        Clock& clock, Log& log, StatementWatch* watch = nullptr);

// The same for migrations, whose statements may take long.
std::unique_ptr<Database> make_migration_database(const DatabaseSettings& settings,
                                                  const std::filesystem::path& data_dir, Log& log);

}  // namespace callboard::host
