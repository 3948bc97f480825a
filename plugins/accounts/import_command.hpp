// `callboard import users --from-sqlite FILE [--dry-run]`. Not thread-safe: one command a process.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "user_import.hpp"

namespace accounts {

// The rows that were refused go to `err`, the counts to `out`. They are no failure of the command.
int import_users(const UserImport::Parts& parts, const std::vector<std::string>& arguments, std::ostream& out,
                 std::ostream& err);

}  // namespace accounts
