// All rooms put together, as every process but the master needs them: workers, the jobs process, and
// the commands. Made once, after the fork: neither connections nor threads survive one.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "admin/plugins_admin_site.hpp"
#include "audit/sql_audit_log.hpp"
#include "config/plugin_config.hpp"
#include "config/settings.hpp"
#include "http/pipeline.hpp"
#include "http/router.hpp"
#include "limits/sql_rate_limiter.hpp"
#include "mail/outbox_mailer.hpp"
#include "mail/sql_outbox.hpp"
#include "media/file_media_store.hpp"
#include "media/file_partial_files.hpp"
#include "media/probed_videos.hpp"
#include "media/vips_pictures.hpp"
#include "people/plugins_people_names.hpp"
#include "people/plugins_peoples_data.hpp"
#include "plugins/plugin_set.hpp"
#include "process/shared_counters.hpp"
#include "runtime/system_clock.hpp"
#include "search/sql_search_index.hpp"
#include "site/site_info_pages.hpp"
#include "site/stored_site.hpp"
#include "sql/migration_files.hpp"
#include "upkeep/host_upkeep.hpp"
#include "view/site_pages.hpp"
#include "view/template_view.hpp"

namespace callboard::host {

class Runtime {
 public:
  // Reads templates and starts the plugins; does not touch the database yet. Throws std::exception
  // with a text for the person who runs the host. `log` and `metrics` must outlive it.
  Runtime(const Settings& settings, Log& log, SharedCounters& metrics,
          TemplateReading templates = TemplateReading::AtOnce);
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  const Settings& settings() const { return settings_; }
  Log& log() { return log_; }
  const SystemClock& clock() const { return clock_; }
  Database& database() { return *database_; }
  SqlOutbox& outbox() { return outbox_; }
  SqlRateLimiter& rate_limiter() { return rate_limiter_; }
  FileMediaStore& media() { return media_; }
  const FilePartialFiles& partial_files() const { return partial_files_; }
  StoredSite& site() { return site_; }
  HostUpkeep& upkeep() { return upkeep_; }
  const PluginSet& plugins() const { return plugins_; }
  const Router& router() const { return router_; }
  const Pipeline& pipeline() const { return *pipeline_; }

 private:
  PageSite page_site();
  PluginSet::Configuration plugin_configuration();
  void start_plugins();
  void add_own_routes(SharedCounters& metrics);
  bool leads_somewhere(std::string_view path) const;
  void reach_database();

  const Settings settings_;
  Log& log_;
  SystemClock clock_;
  SlowStatements slow_;
  std::unique_ptr<Database> database_;
  StoredSite site_;
  HostUpkeep upkeep_;
  Router router_;
  std::vector<MenuEntry> menu_;
  std::vector<HomePanel> panels_;
  TemplateView view_;
  SqlOutbox outbox_;
  OutboxMailer mailer_;
  SqlRateLimiter rate_limiter_;
  SqlAuditLog audit_;
  FileMediaStore media_;
  FilePartialFiles partial_files_;
  VipsPictures pictures_;
  ProbedVideos videos_;
  SqlSearchIndex search_;
  PluginsPeoplesData peoples_data_;
  PluginsPeopleNames people_;
  PluginsAdminSite admin_site_;
  HostServices services_;
  std::map<std::string, PluginConfig> plugin_configs_;
  PluginSet plugins_;
  SitePages site_pages_;
  SiteInfoPages info_pages_;
  std::unique_ptr<Pipeline> pipeline_;
};

// What `callboard plugins` and /-/ready tell.
nlohmann::json plugin_report(const std::vector<PluginStatus>& statuses);

// Where the migrations of the host and of the enabled plugins lie, in the order to run them.
std::vector<MigrationFolder> migration_folders(const Settings& settings);

// The plugins that must run, and why they do not; empty when all is well.
std::string missing_required(const Settings& settings, const std::vector<PluginStatus>& statuses);

}  // namespace callboard::host
