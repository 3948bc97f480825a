#include <callboard/plugin.hpp>

struct Renamed : callboard::Plugin {
  callboard::PluginInfo info() const override { return {"somebody_else", "1.0"}; }
  void register_with(callboard::Registrar&) override {}
};
CALLBOARD_PLUGIN(Renamed)
