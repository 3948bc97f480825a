#include "settings.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace accounts {

using namespace callboard;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr hours kDay{24};

seconds in_minutes(const Config& config, std::string_view key, seconds fallback, minutes least, minutes most) {
  return minutes(
      config.integer(key, std::chrono::duration_cast<minutes>(fallback).count(), least.count(), most.count()));
}

seconds in_hours(const Config& config, std::string_view key, seconds fallback, hours least, hours most) {
  return hours(config.integer(key, std::chrono::duration_cast<hours>(fallback).count(), least.count(), most.count()));
}

seconds in_days(const Config& config, std::string_view key, seconds fallback, int most) {
  return kDay * config.integer(key, fallback / kDay, 1, most);
}

std::vector<std::string> mfa_roles(const Config& config) {
  const auto roles = config.texts("require_mfa", {});
  constexpr std::array kRoles{kStudent, kTeacher, kAdmin};
  for (const auto& role : roles) {
    if (std::find(kRoles.begin(), kRoles.end(), role) == kRoles.end()) {
      throw ConfigError(
          fmt::format("[plugins.accounts] require_mfa: \"{}\" is no role; expected student, teacher or admin", role));
    }
  }
  return roles;
}

}  // namespace

Settings Settings::read(const Config& config) {
  Settings settings;
  settings.registration = config.flag("registration", settings.registration);
  settings.least_password = static_cast<int>(config.integer("least_password", settings.least_password, 8, 64));
  settings.require_verified_email = config.flag("require_verified_email", settings.require_verified_email);
  settings.require_mfa = mfa_roles(config);
  auto& times = settings.sessions;
  times.idle = in_minutes(config, "session_idle_minutes", times.idle, minutes(5), kDay * 365);
  times.absolute = in_hours(config, "session_hours", times.absolute, hours(1), kDay * 365);
  times.remembered_idle = in_days(config, "remember_idle_days", times.remembered_idle, 365);
  times.remembered_absolute = in_days(config, "remember_days", times.remembered_absolute, 365);
  times.recent = in_minutes(config, "reauthenticate_minutes", times.recent, minutes(1), kDay);
  settings.token_lifetime = in_hours(config, "token_hours", settings.token_lifetime, hours(1), kDay * 365);
  settings.hashing_threads = static_cast<unsigned>(config.integer("hashing_threads", 0, 0, 64));
  settings.hashing_mib = static_cast<unsigned>(config.integer("hashing_mib", settings.hashing_mib, 19, 1024));
  settings.journal_kept = in_days(config, "journal_days", settings.journal_kept, 3650);
  return settings;
}

}  // namespace accounts
