#include "settings.hpp"

#include <fmt/format.h>

#include "device_tokens.hpp"

namespace key_cabinet {

using namespace callboard;

namespace {

Auth auth_of(const std::string& name) {
  if (name == "mtls") return Auth::Certificate;
  if (name == "token") return Auth::Token;
  return name == "open" ? Auth::Open : Auth::Either;
}

void check_credentials(const Settings& settings) {
  if (settings.auth == Auth::Certificate && settings.ca_folder.empty()) {
    throw ConfigError("[plugins.key_cabinet] auth = \"mtls\" needs ca_folder, where the cabinets' CA is");
  }
  const bool without_tokens = settings.auth == Auth::Open || settings.auth == Auth::Certificate;
  if (settings.token_key.empty() && without_tokens) return;
  if (settings.token_key.size() >= DeviceTokens::kLeastKey) return;
  throw ConfigError(fmt::format(
      "[plugins.key_cabinet] token_key_file: cabinets are trusted by tokens that this key signs; it has {} bytes and "
      "needs at least {} random ones (openssl rand -hex 32 > FILE)",
      settings.token_key.size(), DeviceTokens::kLeastKey));
}

}  // namespace

Settings Settings::read(const Config& config) {
  using std::chrono::hours;
  Settings settings;
  settings.auth = auth_of(config.choice("auth", "either", {"mtls", "token", "either", "open"}));
  settings.token_key = config.secret("token_key");
  settings.messages = config.choice("messages", "ru", {"ru", "en"}) == "ru" ? Language::Russian : Language::English;
  settings.token_lifetime = hours(24) * config.integer("token_days", 1825, 1, 3650);
  settings.offline_life = std::chrono::hours(config.integer("offline_hours", 168, 1, 720));
  settings.code_lifetime = std::chrono::minutes(config.integer("code_minutes", 5, 1, 60));
  settings.ca_folder = config.path("ca_folder", {});
  settings.certificate_lifetime = hours(24) * config.integer("certificate_days", 825, 1, 3650);
  settings.silent_after = hours(1) * config.integer("silent_hours", 24, 1, 24 * 365);
  check_credentials(settings);
  return settings;
}

}  // namespace key_cabinet
