// `callboard reviews check [--rebuild]`: whether what stands in the totals is what the reviews add up to. For a
// command.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include <callboard/database.hpp>

namespace reviews {

// 0 where it is, or where it was put right; 1 otherwise, and for an unknown argument.
int check_totals(callboard::Database& database, const std::vector<std::string>& arguments, std::ostream& out,
                 std::ostream& err);

}  // namespace reviews
