// Cuts a migration into its statements.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "callboard/database.hpp"

namespace callboard::host {

// A statement ends at a `;` that ends its line (blanks and a comment may follow) and stands outside of strings,
// quoted names, comments and BEGIN … END. The statements come without that `;`; what holds only comments is left out.
// Backslashes in strings are MySQL's alone.
// Throws std::runtime_error for a string, comment or BEGIN that is never closed, and for a last statement without `;`.
std::vector<std::string> split_statements(std::string_view script, Engine engine);

}  // namespace callboard::host
