#include <callboard/plugin.hpp>

struct Needy : callboard::Plugin {
  callboard::PluginInfo info() const override { return {"needy", "1.0", {"throws"}}; }
  void register_with(callboard::Registrar&) override {}
};
CALLBOARD_PLUGIN(Needy)
