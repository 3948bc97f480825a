#include <optional>

#include <callboard/plugin.hpp>

#include "editing.hpp"

namespace theatre_admin {

using namespace callboard;

class TheatreAdminPlugin : public Plugin {
 public:
  PluginInfo info() const override { return {"theatre_admin", "1.0"}; }

  void register_with(Registrar& host) override {
    editing_.emplace(host);
    host.menu({_("Administration"), "/admin", role("admin"), 95});
    host.when_all_registered([this](Registrar& complete) { editing_->add_routes(complete); });
  }

 private:
  std::optional<Editing> editing_;
};

}  // namespace theatre_admin

CALLBOARD_PLUGIN(theatre_admin::TheatreAdminPlugin)
