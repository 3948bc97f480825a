// `callboard serve`: the master and what its children do.
#pragma once

#include "cli/invocation.hpp"

namespace callboard::host {

// Returns the exit code once all has ended. Throws std::exception where it cannot start.
int serve(const Invocation& invocation);

}  // namespace callboard::host
