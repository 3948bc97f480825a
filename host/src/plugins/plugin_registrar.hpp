// The Registrar that one plugin sees: host services, and a Contribution to fill.
#pragma once

#include <functional>
#include <string>

#include "callboard/registrar.hpp"
#include "plugins/contribution.hpp"

namespace callboard::host {

// What the host lends to every plugin.
struct HostServices {
  std::function<Routes&(const std::string& plugin, ErrorShape errors)> routes;
  Database& database;
  View& view;
  Clock& clock;
  Log& log;
  Mailer& mailer;
  Metrics& metrics;
  RateLimiter& rate_limiter;
  AuditLog& audit;
  MediaStore& media;
  PartialFiles& partial_files;
  Pictures& pictures;
  Videos& videos;
  SearchIndex& search;
  Site& site;
  DatabaseUpkeep& upkeep;
  const PeoplesData& peoples_data;
  const PeopleNames& people;
  const AdminSite& admin_site;
  std::function<Keys(std::string_view purpose)> keys;
};

class PluginRegistrar : public Registrar {
 public:
  using FindService = std::function<void*(std::string_view)>;
  PluginRegistrar(std::string plugin, HostServices& services, const Config& config, FindService find_service);

  Routes& routes(ErrorShape errors) override { return services_.routes(plugin_, errors); }
  void authenticator(Authenticator& authenticator) override { contribution_.authenticators.push_back(&authenticator); }
  void job(Job job) override;
  void menu(MenuEntry entry) override { contribution_.menu.push_back(std::move(entry)); }
  void home_panel(HomePanel panel) override { contribution_.home_panels.push_back(std::move(panel)); }
  void command(Command command) override { contribution_.commands.push_back(std::move(command)); }
  void demo(std::function<nlohmann::json()> load) override { contribution_.demos.push_back(std::move(load)); }
  void personal_data(PersonalData part) override { contribution_.personal_data.push_back(std::move(part)); }

  void admin_resource(AdminResource resource) override { contribution_.admin_resources.push_back(std::move(resource)); }
  void pending_work(PendingWork work) override { contribution_.pending.push_back(std::move(work)); }
  void dashboard_plot(DashboardPlot plot) override { contribution_.plots.push_back(std::move(plot)); }
  void people_names(const PeopleNames& names) override { contribution_.people_names.push_back(&names); }

  void when_all_registered(std::function<void(Registrar&)> work) override {
    contribution_.later.push_back(std::move(work));
  }

  const Config& config() override { return config_; }
  Database& database() override { return services_.database; }
  View& view() override { return services_.view; }
  Clock& clock() override { return services_.clock; }
  Log& log() override { return services_.log; }
  Mailer& mailer() override { return services_.mailer; }
  Metrics& metrics() override { return services_.metrics; }
  RateLimiter& rate_limiter() override { return services_.rate_limiter; }
  AuditLog& audit() override { return services_.audit; }
  MediaStore& media() override { return services_.media; }
  PartialFiles& partial_files() override { return services_.partial_files; }
  Pictures& pictures() override { return services_.pictures; }
  Videos& videos() override { return services_.videos; }
  SearchIndex& search() override { return services_.search; }
  Site& site() override { return services_.site; }
  DatabaseUpkeep& upkeep() override { return services_.upkeep; }
  const PeoplesData& peoples_data() override { return services_.peoples_data; }
  const PeopleNames& people() override { return services_.people; }
  const AdminSite& admin_site() override { return services_.admin_site; }
  Keys keys(std::string_view purpose) override { return services_.keys(plugin_ + "/" + std::string(purpose)); }

  Contribution take() { return std::move(contribution_); }

 protected:
  void provide_named(std::string_view name, void* service) override;
  void* find_named(std::string_view name) override;

 private:
  std::string plugin_;
  HostServices& services_;
  const Config& config_;
  FindService find_service_;
  Contribution contribution_;
};

}  // namespace callboard::host
