// The plugins of this process: loaded, ordered, registered. One that fails is reported by name and
// leaves the others running. Filled once at start; read-only, and so thread-safe, afterwards.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "callboard/services.hpp"
#include "plugins/contribution.hpp"
#include "plugins/plugin_library.hpp"
#include "plugins/plugin_registrar.hpp"

namespace callboard::host {

struct PluginStatus {
  std::string name;
  std::string version;  // empty where it could not be loaded
  std::filesystem::path file;
  std::string problem;  // empty: it runs
  bool running() const { return problem.empty(); }
};

class PluginSet {
 public:
  // The configuration of a plugin; checked for unknown keys once it has registered.
  struct Configuration {
    std::function<const Config&(const std::string& plugin)> of;
    // Throws ConfigError where a key was set that the plugin did not ask for.
    std::function<void(const std::string& plugin)> finish;
  };

  PluginSet() = default;
  ~PluginSet();  // in the reverse order of registration
  PluginSet(const PluginSet&) = delete;
  PluginSet& operator=(const PluginSet&) = delete;

  // Opens and registers `enabled`. `disable_routes` is told of each plugin that failed.
  void start(const std::vector<std::string>& enabled, const std::vector<std::filesystem::path>& folders,
             HostServices& services, const Configuration& configuration,
             const std::function<void(const std::string& plugin)>& disable_routes);

  // Runs what the plugins wanted to do once all have registered. To be called once, after start(), with the same
  // services, when what all brought was handed to them.
  void complete(HostServices& services, const Configuration& configuration,
                const std::function<void(const std::string& plugin)>& disable_routes);

  const std::vector<PluginStatus>& statuses() const { return statuses_; }

  std::vector<Authenticator*> authenticators() const;
  std::vector<Job> jobs() const;
  std::vector<MenuEntry> menu() const;         // in their order
  std::vector<HomePanel> home_panels() const;  // in their order
  std::vector<Command> commands() const;
  std::vector<std::function<nlohmann::json()>> demos() const;
  std::vector<PersonalData> personal_data() const;
  std::vector<AdminResource> admin_resources() const;  // in their order
  std::vector<PendingWork> pending() const;            // in their order
  std::vector<DashboardPlot> plots() const;            // in their order
  std::vector<const PeopleNames*> people_names() const;

 private:
  void open(const std::vector<std::string>& enabled, const std::vector<std::filesystem::path>& folders);
  std::string register_one(PluginLibrary& library, HostServices& services, const Configuration& configuration);
  std::string complete_one(Contribution& contribution, HostServices& services, const Configuration& configuration);
  void* find_service(std::string_view name) const;
  PluginLibrary* library(const std::string& name);
  PluginStatus& status(const std::string& name);

  std::vector<PluginLibrary> libraries_;  // in the order of registration, once started
  std::vector<PluginStatus> statuses_;    // as configured
  std::vector<Contribution> contributions_;
  std::vector<Contribution> added_;  // while complete() runs
};

}  // namespace callboard::host
