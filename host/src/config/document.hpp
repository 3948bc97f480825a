// A configuration as TOML, not yet as settings: parsed from bounded, clean text, with the overrides of
// the command line put over it. Immutable once made.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "config/environment.hpp"

namespace callboard::host {

class ConfigDocument {
 public:
  // Throws ConfigErrors.
  ConfigDocument(std::string_view text, const std::filesystem::path& file, const std::vector<std::string>& overrides,
                 std::shared_ptr<const ConfigEnvironment> environment);

  const toml::table& root() const { return root_; }
  // The table at `name` ("server", "plugins.courses"), or null.
  const toml::table* section(std::string_view name) const;
  const std::string& file() const { return file_; }
  const std::filesystem::path& folder() const { return folder_; }
  const ConfigEnvironment& environment() const { return *environment_; }
  // "callboard.toml:12", or the override that the node came from, or the file alone.
  std::string place_of(const toml::node& node) const;

 private:
  std::string file_;
  std::filesystem::path folder_;  // of relative paths
  std::shared_ptr<const ConfigEnvironment> environment_;
  toml::table root_;
};

}  // namespace callboard::host
