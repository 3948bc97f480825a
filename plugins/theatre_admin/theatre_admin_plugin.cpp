#include <optional>

#include <callboard/plugin.hpp>

#include "site_room.hpp"

namespace theatre_admin {

using namespace callboard;

class TheatreAdminPlugin : public Plugin {
 public:
  PluginInfo info() const override { return {"theatre_admin", "1.0"}; }

  void register_with(Registrar& host) override {
    host.menu({_("Administration"), "/admin", role("admin"), 95});
    site_.emplace(host);
    site_->register_with(host);
  }

 private:
  std::optional<SiteRoom> site_;
};

}  // namespace theatre_admin

CALLBOARD_PLUGIN(theatre_admin::TheatreAdminPlugin)
