// `callboard media check`. Returns the exit code: 1 where something is wrong and stays so.
#pragma once

#include <iosfwd>

#include "cli/invocation.hpp"

namespace callboard::host {

// One line for each thing that is wrong, and one that sums up. The host may run meanwhile.
int media_check(const Invocation& invocation, bool repair, std::ostream& out, std::ostream& err);

}  // namespace callboard::host
