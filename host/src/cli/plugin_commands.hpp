// Which of the plugins' commands is meant. Pure functions; thread-safe.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "callboard/registrar.hpp"

namespace callboard::host {

// Runs the command whose name, of one word or more, the arguments begin with; the longest name where several do. Where
// there is none, says on `err` which there are, of those that begin with the same word if any, and returns 1.
int run_plugin_command(const std::vector<Command>& commands, const std::vector<std::string>& arguments,
                       std::ostream& out, std::ostream& err);

}  // namespace callboard::host
