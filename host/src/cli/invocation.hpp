// How the program was called: what every command gets to know.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/settings.hpp"

namespace callboard::host {

struct Invocation {
  std::filesystem::path program;       // absolute
  std::filesystem::path config;        // empty: defaults and overrides alone
  std::vector<std::string> overrides;  // --set section.key=value

  // Throws ConfigErrors.
  Settings settings() const { return load_settings(config, overrides); }
  // The arguments that call this program again, with another command.
  std::vector<std::string> command(const std::string& name) const;
};

}  // namespace callboard::host
