// `callboard backup`, `backups` and `restore`. Each returns the exit code and explains a failure on `err`.
#pragma once

#include <iosfwd>
#include <string>

#include "cli/invocation.hpp"

namespace callboard::host {

// Makes one, while the host runs or not, and prints its name.
int backup(const Invocation& invocation, std::ostream& out, std::ostream& err);

// One line each, the newest first.
int backups(const Invocation& invocation, std::ostream& out, std::ostream& err);

// `which` is a name of `callboard backups`, or a path. Without `sure` it asks on `in`. Changes nothing while the host
// runs, or where the backup is damaged, another engine's or a newer program's; before it changes anything it makes a
// backup of what there is.
int restore(const Invocation& invocation, const std::string& which, bool sure, std::istream& in, std::ostream& out,
            std::ostream& err);

}  // namespace callboard::host
