// What a plugin gets as its Config: the section [plugins.NAME].
#pragma once

#include <string>

#include "config/settings.hpp"
#include "config/toml_config.hpp"

namespace callboard::host {

// After the plugin has registered, `unread_keys()` is what to report. Outlives the Settings.
class PluginConfig : public TomlConfig {
 public:
  PluginConfig(const Settings& settings, const std::string& plugin)
      : TomlConfig(settings.document, "plugins." + plugin) {}
};

}  // namespace callboard::host
