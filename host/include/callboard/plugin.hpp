// A plugin is a shared library that exports one symbol, made by CALLBOARD_PLUGIN(Type) in exactly one
// of its files. The host reads the ABI stamp first and touches nothing else when it does not match.
#pragma once

#include <string>
#include <vector>

#include "callboard/abi.hpp"
#include "callboard/api.hpp"
#include "callboard/registrar.hpp"

namespace callboard {

struct PluginInfo {
  std::string name;  // one word, as in plugins/, sql/, templates/
  std::string version;
  std::vector<std::string> needs = {};  // plugins that must have registered before
};

// Made once per process, registered once, destroyed in reverse order at the end.
class CALLBOARD_API Plugin {
 public:
  virtual ~Plugin();
  virtual PluginInfo info() const = 0;
  // What it throws is logged with the plugin's name; its routes then answer 503.
  virtual void register_with(Registrar& host) = 0;
};

// The exported symbol: plain data, so that it can be read whatever compiled it.
struct PluginEntry {
  AbiStamp stamp;
  Plugin* (*create)();
  void (*destroy)(Plugin*);
};

}  // namespace callboard

#define CALLBOARD_PLUGIN(Type)                                                       \
  extern "C" CALLBOARD_API const ::callboard::PluginEntry callboard_plugin;          \
  extern "C" CALLBOARD_API const ::callboard::PluginEntry callboard_plugin = {       \
      ::callboard::abi_stamp(), []() -> ::callboard::Plugin* { return new Type(); }, \
      [](::callboard::Plugin* plugin) { delete plugin; }};
