#include <iostream>
#include <optional>

#include <callboard/plugin.hpp>

#include "admin_frame.hpp"
#include "audit_page.hpp"
#include "dashboard.hpp"
#include "database_page.hpp"
#include "editing.hpp"
#include "record_lists.hpp"
#include "search_rebuild.hpp"
#include "site_room.hpp"

namespace theatre_admin {

using namespace callboard;

class TheatreAdminPlugin : public Plugin {
 public:
  PluginInfo info() const override { return {"theatre_admin", "1.0"}; }

  void register_with(Registrar& host) override {
    host.menu({_("Administration"), "/admin", role("admin"), 95});
    frame_.emplace(host.view(), host.admin_site());
    host.provide<AdminPages>(*frame_);
    site_.emplace(host, *frame_);
    site_->register_with(host);
    dashboard_.emplace(host, *frame_).add_routes(host.routes());
    database_.emplace(host, *frame_).add_routes(host.routes());
    audit_.emplace(host, *frame_).add_routes(host.routes());
    editing_.emplace(host, *frame_);
    add_commands(host);
    host.when_all_registered([this](Registrar& all) { add_resources(all); });
  }

 private:
  void add_commands(Registrar& host) {
    host.command({"search rebuild", "put the words of all records into the search index anew",
                  [rebuild = SearchRebuild(host.database(), host.admin_site(), host.search())](
                      const std::vector<std::string>&, std::ostream& out, std::ostream&) {
                    rebuild.run(out);
                    return 0;
                  }});
  }

  // Each resource has routes of its own, so that its access stands on them.
  void add_resources(Registrar& host) {
    lists_.emplace(host, *frame_);
    for (const auto& resource : host.admin_site().resources()) {
      lists_->add_routes(host, resource);
      editing_->add_routes(host, resource);
    }
  }

  std::optional<AdminFrame> frame_;
  std::optional<SiteRoom> site_;
  std::optional<Dashboard> dashboard_;
  std::optional<DatabasePage> database_;
  std::optional<AuditPage> audit_;
  std::optional<Editing> editing_;
  std::optional<RecordLists> lists_;
};

}  // namespace theatre_admin

CALLBOARD_PLUGIN(theatre_admin::TheatreAdminPlugin)
