#include "plugins/plugin_library.hpp"

#include <cstring>

#include <fmt/format.h>
#include <boost/dll/shared_library.hpp>

namespace callboard::host {
namespace {

std::filesystem::path find(const std::string& name, const std::vector<std::filesystem::path>& folders) {
  std::string searched;
  for (const auto& folder : folders) {
    auto file = folder / (name + ".so");
    if (std::filesystem::exists(file)) return file;
    searched += (searched.empty() ? "" : ", ") + folder.string();
  }
  throw PluginProblem(fmt::format("{}.so is in none of the plugin folders: {}", name, searched));
}

// The library's handle is leaked on purpose: code of a plugin may be referenced until the process ends.
const PluginEntry& entry_of(const std::filesystem::path& file) {
  using boost::dll::load_mode::rtld_local;
  using boost::dll::load_mode::rtld_now;
  try {
    auto* library = new boost::dll::shared_library(file.string(), rtld_now | rtld_local);
    if (!library->has("callboard_plugin"))
      throw PluginProblem(file.string() + " is no Callboard plugin: it does not export callboard_plugin");
    return library->get<const PluginEntry>("callboard_plugin");
  } catch (const boost::system::system_error& error) {
    throw PluginProblem(fmt::format("{} cannot be loaded: {}", file.string(), error.what()));
  }
}

void compare(std::string& difference, std::string_view field, std::uint32_t plugin, std::uint32_t host) {
  if (plugin != host)
    difference +=
        fmt::format("{}{}: the plugin has {}, the host {}", difference.empty() ? "" : "; ", field, plugin, host);
}

}  // namespace

std::string abi_difference(const AbiStamp& plugin, const AbiStamp& host) {
  if (std::memcmp(plugin.magic, host.magic, sizeof host.magic) != 0) return "it carries no Callboard stamp";
  std::string difference;
  compare(difference, "SDK ABI", plugin.sdk, host.sdk);
  compare(difference, "compiler", plugin.compiler, host.compiler);
  compare(difference, "C++ standard", plugin.cxx, host.cxx);
  compare(difference, "libstdc++ ABI", plugin.cxx11_abi, host.cxx11_abi);
  compare(difference, "nlohmann-json version", plugin.json, host.json);
  compare(difference, "SOCI version", plugin.soci, host.soci);
  compare(difference, "sanitizer", plugin.sanitizer, host.sanitizer);
  return difference;
}

PluginLibrary PluginLibrary::open(const std::string& name, const std::vector<std::filesystem::path>& folders) {
  auto file = find(name, folders);
  const auto& entry = entry_of(file);
  if (const auto difference = abi_difference(entry.stamp, abi_stamp()); !difference.empty()) {
    throw PluginProblem(
        fmt::format("{} was built for another ABI ({}); build it again with this SDK", file.string(), difference));
  }
  Instance plugin(entry.create(), entry.destroy);
  if (const auto said = plugin->info().name; said != name) {
    throw PluginProblem(fmt::format("{} calls itself \"{}\"; file and plugin have one name", file.string(), said));
  }
  return {std::move(file), std::move(plugin)};
}

}  // namespace callboard::host
