#include "runtime/runtime.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "config/site_keys.hpp"
#include "http/host_routes.hpp"
#include "sql/database_factory.hpp"
#include "sql/reach.hpp"

namespace callboard::host {
namespace {

Language language_of(const std::string& code) { return code == "ru" ? Language::Russian : Language::English; }

// Unless it is configured, no thread has to wait for a connection.
DatabaseSettings with_pool(const Settings& settings) {
  auto database = settings.database;
  if (database.pool == 0) database.pool = settings.server.threads;
  return database;
}

std::filesystem::path made_upload_folder(const Settings& settings) {
  auto folder = settings.server.data_dir / "uploads";
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace

Runtime::Runtime(const Settings& settings, Log& log, SharedCounters& metrics, TemplateReading templates)
    : settings_(settings),
      log_(log),
      slow_(settings_.server.data_dir, settings_.database.slow, clock_),
      database_(make_database(with_pool(settings_), settings_.server.data_dir, clock_, log_, &slow_)),
      site_(settings_.site, *database_, log_,
            metrics.number("callboard_site_changes_total", "Changes of the site's settings made on this host.")),
      upkeep_(*database_, settings_.database, settings_.server.data_dir, clock_, log_, slow_),
      router_(settings_.server.body_limit),
      view_({settings_.paths.templates, settings_.paths.locale, settings_.paths.static_files}, page_site(), templates),
      outbox_(*database_),
      mailer_(settings_.mail, site_, view_, clock_, outbox_),
      rate_limiter_(*database_, clock_),
      audit_(clock_),
      media_(settings_.server.data_dir / "media", *database_, clock_),
      partial_files_(settings_.server.data_dir / "media"),
      peoples_data_(audit_),
      services_{
          [this](const std::string& plugin, ErrorShape errors) -> Routes& { return router_.group(plugin, errors); },
          *database_,
          view_,
          clock_,
          log_,
          mailer_,
          metrics,
          rate_limiter_,
          audit_,
          media_,
          partial_files_,
          pictures_,
          videos_,
          search_,
          site_,
          upkeep_,
          peoples_data_,
          people_,
          admin_site_,
          [this](std::string_view purpose) { return derived_keys(settings_.session, purpose); }},
      site_pages_(view_, log_, [this]() -> const std::vector<HomePanel>& { return panels_; }),
      info_pages_(site_, view_, media_) {
  start_plugins();
  add_own_routes(metrics);
  pipeline_ = std::make_unique<Pipeline>(
      router_, plugins_.authenticators(), view_,
      PipelineOptions{settings_.session, settings_.site.url, language_of(settings_.site.default_language),
                      made_upload_folder(settings_), settings_.server.heavy},
      log_, metrics);
}

Runtime::~Runtime() = default;

PageSite Runtime::page_site() {
  return {[this] { return site_.info(); }, [this]() -> const std::vector<MenuEntry>& { return menu_; },
          [this](std::string_view path) { return leads_somewhere(path); }};
}

PluginSet::Configuration Runtime::plugin_configuration() {
  return {[this](const std::string& plugin) -> const Config& {
            return plugin_configs_.try_emplace(plugin, settings_, plugin).first->second;
          },
          [this](const std::string& plugin) {
            auto faults = plugin_configs_.at(plugin).unread_keys();
            if (!faults.empty()) throw ConfigErrors(std::move(faults));
          }};
}

void Runtime::start_plugins() {
  const auto configuration = plugin_configuration();
  const auto disable = [this](const std::string& plugin) { router_.disable(plugin); };
  plugins_.start(settings_.plugins.enabled, settings_.paths.plugins, services_, configuration, disable);
  peoples_data_.set(plugins_.personal_data());
  people_.set(plugins_.people_names());
  admin_site_.set(plugins_.admin_resources(), plugins_.pending(), plugins_.plots());
  plugins_.complete(services_, configuration, disable);
  if (const auto missing = missing_required(settings_, plugins_.statuses()); !missing.empty()) {
    throw PluginProblem(missing);
  }
  menu_ = plugins_.menu();
  panels_ = plugins_.home_panels();
}

void Runtime::add_own_routes(SharedCounters& metrics) {
  add_host_routes(router_,
                  {[this] {
                     reach_database();
                     return true;
                   },
                   [this] { return plugin_report(plugins_.statuses()); }, [&metrics] { return metrics.prometheus(); }});
  auto& pages = router_.group("host", ErrorShape::Page);
  pages.get("/", everyone, [this](const Request& r, const Visitor& v) { return site_pages_.home(r, v); });
  pages.get("/privacy", everyone, [this](const Request&, const Visitor&) { return info_pages_.privacy(); });
  pages.get("/site/logo", everyone, [this](const Request& r, const Visitor&) { return info_pages_.logo(r); });
}

bool Runtime::leads_somewhere(std::string_view path) const {
  RequestHead head;
  head.target = path;
  const Request request(std::move(head));
  return !router_.match(Method::Get, request.segments()).allowed.empty();
}

void Runtime::reach_database() {
  database_->read_single([](Transaction& tx) { reach(tx); });
}

nlohmann::json plugin_report(const std::vector<PluginStatus>& statuses) {
  auto report = nlohmann::json::array();
  for (const auto& status : statuses) {
    report.push_back({{"name", status.name}, {"version", status.version}, {"running", status.running()}});
  }
  return report;
}

std::vector<MigrationFolder> migration_folders(const Settings& settings) {
  std::vector<std::string> features{"host"};
  features.insert(features.end(), settings.plugins.enabled.begin(), settings.plugins.enabled.end());
  std::vector<MigrationFolder> folders;
  for (const auto& feature : features) {
    const auto& roots = settings.paths.sql;
    const auto root =
        std::find_if(roots.begin(), roots.end(), [&](const auto& r) { return std::filesystem::exists(r / feature); });
    if (root != roots.end()) folders.push_back({feature, *root / feature});
  }
  return folders;
}

std::string missing_required(const Settings& settings, const std::vector<PluginStatus>& statuses) {
  std::string missing;
  for (const auto& name : settings.plugins.required) {
    const auto status = std::find_if(statuses.begin(), statuses.end(), [&](const auto& s) { return s.name == name; });
    if (status != statuses.end() && status->running()) continue;
    const auto why = status == statuses.end() ? std::string("it is not enabled") : status->problem;
    missing += fmt::format("{}the required plugin {} does not run: {}", missing.empty() ? "" : "\n", name, why);
  }
  return missing;
}

}  // namespace callboard::host
