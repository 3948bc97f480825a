// One shared library that holds a plugin: found, opened and checked before anything of it runs.
// Never unloaded while the process lives; new plugins come with new processes.
#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "callboard/plugin.hpp"

namespace callboard::host {

// Why a plugin could not be loaded, for the person who runs the host.
class PluginProblem : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Empty where the stamps agree; otherwise each field that differs, with both values.
std::string abi_difference(const AbiStamp& plugin, const AbiStamp& host);

class PluginLibrary {
 public:
  // Opens NAME.so from the first of `folders` that has it. Throws PluginProblem.
  static PluginLibrary open(const std::string& name, const std::vector<std::filesystem::path>& folders);

  Plugin& plugin() const { return *plugin_; }
  const std::filesystem::path& file() const { return file_; }

 private:
  using Instance = std::unique_ptr<Plugin, void (*)(Plugin*)>;
  PluginLibrary(std::filesystem::path file, Instance plugin) : file_(std::move(file)), plugin_(std::move(plugin)) {}

  std::filesystem::path file_;
  Instance plugin_;
};

}  // namespace callboard::host
