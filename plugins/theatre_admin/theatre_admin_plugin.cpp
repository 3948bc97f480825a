#include <optional>

#include <callboard/plugin.hpp>

#include "admin_frame.hpp"
#include "audit_page.hpp"
#include "dashboard.hpp"
#include "database_page.hpp"
#include "site_room.hpp"

namespace theatre_admin {

using namespace callboard;

class TheatreAdminPlugin : public Plugin {
 public:
  PluginInfo info() const override { return {"theatre_admin", "1.0"}; }

  void register_with(Registrar& host) override {
    host.menu({_("Administration"), "/admin", role("admin"), 95});
    frame_.emplace(host.view(), host.admin_site());
    site_.emplace(host);
    site_->register_with(host);
    dashboard_.emplace(host, *frame_).add_routes(host.routes());
    database_.emplace(host, *frame_).add_routes(host.routes());
    audit_.emplace(host, *frame_).add_routes(host.routes());
  }

 private:
  std::optional<AdminFrame> frame_;
  std::optional<SiteRoom> site_;
  std::optional<Dashboard> dashboard_;
  std::optional<DatabasePage> database_;
  std::optional<AuditPage> audit_;
};

}  // namespace theatre_admin

CALLBOARD_PLUGIN(theatre_admin::TheatreAdminPlugin)
