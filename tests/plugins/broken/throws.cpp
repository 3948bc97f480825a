#include <stdexcept>

#include <callboard/plugin.hpp>

struct Throws : callboard::Plugin {
  callboard::PluginInfo info() const override { return {"throws", "1.0"}; }
  void register_with(callboard::Registrar& host) override {
    host.routes().get("/throws", callboard::everyone,
                      [](const auto&, const auto&) { return callboard::Response::text("never"); });
    host.menu({callboard::_("Throws"), "/throws"});
    throw std::runtime_error("the prompter is ill");
  }
};
CALLBOARD_PLUGIN(Throws)
