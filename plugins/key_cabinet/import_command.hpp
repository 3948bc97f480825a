// `callboard import key-cabinet --from-sqlite FILE [--dry-run]`. Not thread-safe: one command a process.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "key_import.hpp"

namespace key_cabinet {

// What was refused and what is in doubt goes to `err`, the counts to `out`. Neither is a failure of the command.
int import_keys(const KeyImport::Parts& parts, const std::vector<std::string>& arguments, std::ostream& out,
                std::ostream& err);

}  // namespace key_cabinet
