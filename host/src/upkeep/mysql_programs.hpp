// mariadb-dump and mariadb, run with the host's own account of the database. The password reaches them through memory
// that has no name, never by the command line or a file.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "config/settings.hpp"

namespace callboard::host {

using Piece = std::function<void(std::string_view)>;

// The whole database as SQL, one consistent state, while others write. Throws Unavailable where the program is not
// there, fails, or ends before the end.
void dump_mysql(const DatabaseSettings& settings, const Piece& piece);

// Runs what `feed` hands over. Throws std::runtime_error with the server's words at the first statement that fails.
void load_mysql(const DatabaseSettings& settings, const std::function<void(const Piece&)>& feed);

}  // namespace callboard::host
