#include "settings.hpp"

#include <fmt/format.h>

#include "device_tokens.hpp"

namespace key_cabinet {

using namespace callboard;

Settings Settings::read(const Config& config) {
  Settings settings;
  settings.open = config.choice("auth", "token", {"token", "open"}) == "open";
  settings.token_key = config.secret("token_key");
  settings.messages = config.choice("messages", "ru", {"ru", "en"}) == "ru" ? Language::Russian : Language::English;
  settings.offline_life = std::chrono::hours(config.integer("offline_hours", 168, 1, 720));
  settings.ca_folder = config.path("ca_folder", {});
  settings.token_lifetime = std::chrono::hours(24) * config.integer("token_days", 1825, 1, 3650);
  settings.code_lifetime = std::chrono::minutes(config.integer("code_minutes", 5, 1, 60));

  if (settings.token_key.empty() && settings.open) return settings;
  if (settings.token_key.size() < DeviceTokens::kLeastKey) {
    throw ConfigError(fmt::format(
        "[plugins.key_cabinet] token_key_file: cabinets are trusted by tokens that this key signs; it has {} bytes and "
        "needs at least {} random ones (openssl rand -hex 32 > FILE)",
        settings.token_key.size(), DeviceTokens::kLeastKey));
  }
  return settings;
}

}  // namespace key_cabinet
