#include "plugins/plugin_registrar.hpp"

#include <stdexcept>

#include <fmt/format.h>

namespace callboard::host {

PluginRegistrar::PluginRegistrar(std::string plugin, HostServices& services, const Config& config,
                                 FindService find_service)
    : plugin_(std::move(plugin)), services_(services), config_(config), find_service_(std::move(find_service)) {}

void PluginRegistrar::job(Job job) {
  job.name = plugin_ + "." + job.name;  // names are leases in the shared database
  contribution_.jobs.push_back(std::move(job));
}

void PluginRegistrar::provide_named(std::string_view name, void* service) {
  if (find_named(name)) throw std::logic_error(fmt::format("the service {} is provided twice", name));
  contribution_.services.emplace(name, service);
}

void* PluginRegistrar::find_named(std::string_view name) {
  const auto own = contribution_.services.find(name);
  return own != contribution_.services.end() ? own->second : find_service_(name);
}

}  // namespace callboard::host
