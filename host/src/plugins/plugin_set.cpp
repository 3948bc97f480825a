#include "plugins/plugin_set.hpp"

#include <algorithm>
#include <exception>
#include <iterator>

#include "plugins/load_order.hpp"

namespace callboard::host {
namespace {

template <typename T>
std::vector<T> gather(const std::vector<Contribution>& contributions, std::vector<T> Contribution::*member) {
  std::vector<T> all;
  for (const auto& contribution : contributions) {
    const auto& some = contribution.*member;
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

template <typename T>
std::vector<T> in_order(std::vector<T> entries) {
  std::stable_sort(entries.begin(), entries.end(), [](const T& a, const T& b) { return a.order < b.order; });
  return entries;
}

}  // namespace

PluginSet::~PluginSet() {
  contributions_.clear();  // what it holds points into the plugins
  while (!libraries_.empty()) libraries_.pop_back();
}

void PluginSet::start(const std::vector<std::string>& enabled, const std::vector<std::filesystem::path>& folders,
                      HostServices& services, const Configuration& configuration,
                      const std::function<void(const std::string& plugin)>& disable_routes) {
  open(enabled, folders);
  // A plugin that fails takes those that need it along, so the order is found anew after a failure.
  std::vector<PluginInfo> infos;
  for (const auto& opened : libraries_) infos.push_back(opened.plugin().info());
  auto order = load_order(infos);
  std::vector<std::string> failed;
  for (const auto& refused : order.refused) status(refused.plugin).problem = refused.why;

  std::vector<PluginLibrary> sorted;
  for (const auto& name : order.order) {
    auto& opened = *library(name);
    for (const auto& need : opened.plugin().info().needs) {
      if (!status(need).running()) status(name).problem = "needs " + need + ", which did not start";
    }
    if (status(name).running()) status(name).problem = register_one(opened, services, configuration);
    sorted.push_back(std::move(opened));
  }
  libraries_ = std::move(sorted);
  for (const auto& plugin : statuses_) {
    if (plugin.running()) continue;
    disable_routes(plugin.name);
    services.log.error("plugin_failed", {{"plugin", plugin.name}, {"problem", plugin.problem}});
  }
}

void PluginSet::open(const std::vector<std::string>& enabled, const std::vector<std::filesystem::path>& folders) {
  for (const auto& name : enabled) {
    PluginStatus status{name, "", "", ""};
    try {
      auto opened = PluginLibrary::open(name, folders);
      status.version = opened.plugin().info().version;
      status.file = opened.file();
      libraries_.push_back(std::move(opened));
    } catch (const std::exception& error) {
      status.problem = error.what();
    }
    statuses_.push_back(std::move(status));
  }
}

namespace {

template <typename Work>
std::string failure_of(const Work& work) {
  try {
    work();
    return {};
  } catch (const std::exception& error) {
    return std::string("it threw while it registered: ") + error.what();
  } catch (...) {
    return "it threw something that is no std::exception while it registered";
  }
}

}  // namespace

// Returns why it failed, or nothing. A failed plugin's contribution is dropped whole.
std::string PluginSet::register_one(PluginLibrary& opened, HostServices& services, const Configuration& configuration) {
  const auto name = opened.plugin().info().name;
  return failure_of([&] {
    PluginRegistrar registrar(name, services, configuration.of(name),
                              [this](std::string_view service) { return find_service(service); });
    opened.plugin().register_with(registrar);
    configuration.finish(name);
    contributions_.push_back(registrar.take());
    contributions_.back().plugin = name;
  });
}

std::string PluginSet::complete_one(Contribution& contribution, HostServices& services,
                                    const Configuration& configuration) {
  return failure_of([&] {
    PluginRegistrar registrar(contribution.plugin, services, configuration.of(contribution.plugin),
                              [this](std::string_view service) { return find_service(service); });
    for (const auto& work : contribution.later) work(registrar);
    configuration.finish(contribution.plugin);
    added_.push_back(registrar.take());
  });
}

void PluginSet::complete(HostServices& services, const Configuration& configuration,
                         const std::function<void(const std::string& plugin)>& disable_routes) {
  for (auto& contribution : contributions_) {
    if (contribution.later.empty()) continue;
    const auto& name = contribution.plugin;
    if (auto problem = complete_one(contribution, services, configuration); !problem.empty()) {
      services.log.error("plugin_failed", {{"plugin", name}, {"problem", problem}});
      status(name).problem = std::move(problem);
      disable_routes(name);
    }
  }
  std::move(added_.begin(), added_.end(), std::back_inserter(contributions_));
  added_.clear();
}

void* PluginSet::find_service(std::string_view name) const {
  for (const auto& contribution : contributions_) {
    if (const auto found = contribution.services.find(name); found != contribution.services.end()) return found->second;
  }
  return nullptr;
}

PluginLibrary* PluginSet::library(const std::string& name) {
  const auto found =
      std::find_if(libraries_.begin(), libraries_.end(), [&](const auto& l) { return l.file().stem() == name; });
  return found == libraries_.end() ? nullptr : &*found;
}

PluginStatus& PluginSet::status(const std::string& name) {
  return *std::find_if(statuses_.begin(), statuses_.end(), [&](const auto& s) { return s.name == name; });
}

std::vector<Authenticator*> PluginSet::authenticators() const {
  return gather(contributions_, &Contribution::authenticators);
}
std::vector<Job> PluginSet::jobs() const { return gather(contributions_, &Contribution::jobs); }
std::vector<MenuEntry> PluginSet::menu() const { return in_order(gather(contributions_, &Contribution::menu)); }
std::vector<HomePanel> PluginSet::home_panels() const {
  return in_order(gather(contributions_, &Contribution::home_panels));
}
std::vector<Command> PluginSet::commands() const { return gather(contributions_, &Contribution::commands); }
std::vector<std::function<nlohmann::json()>> PluginSet::demos() const {
  return gather(contributions_, &Contribution::demos);
}

std::vector<PersonalData> PluginSet::personal_data() const {
  return gather(contributions_, &Contribution::personal_data);
}
std::vector<AdminResource> PluginSet::admin_resources() const {
  return in_order(gather(contributions_, &Contribution::admin_resources));
}
std::vector<PendingWork> PluginSet::pending() const { return in_order(gather(contributions_, &Contribution::pending)); }
std::vector<DashboardPlot> PluginSet::plots() const { return in_order(gather(contributions_, &Contribution::plots)); }
std::vector<const PeopleNames*> PluginSet::people_names() const {
  return gather(contributions_, &Contribution::people_names);
}

}  // namespace callboard::host
