// The commands that the host itself has, besides `serve`. Each returns the exit code and explains a
// failure on `err`.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "cli/invocation.hpp"

namespace callboard::host {

// As `nginx -t`: configuration, templates, plugins, and whether migrations are pending. A database
// that does not answer, or a plugin that is not required, is a warning: the host runs without.
int check(const Invocation& invocation, std::ostream& out, std::ostream& err);

int migrate(const Invocation& invocation, bool dry_run, std::ostream& out, std::ostream& err);

// One line a plugin; exit code 1 where one does not run.
int plugins(const Invocation& invocation, std::ostream& out, std::ostream& err);

// One line a route: method, path, who may ask, and the plugin that brought it.
int routes(const Invocation& invocation, std::ostream& out, std::ostream& err);

// Loads the demo data of all plugins; prints what they tell of it, as one JSON object.
int demo(const Invocation& invocation, std::ostream& out, std::ostream& err);

// A command that a plugin brought; `arguments` begin with its name.
int plugin_command(const Invocation& invocation, const std::vector<std::string>& arguments, std::ostream& out,
                   std::ostream& err);

}  // namespace callboard::host
