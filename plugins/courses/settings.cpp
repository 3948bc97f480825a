#include "settings.hpp"

namespace courses {

namespace {

std::chrono::hours hours(const callboard::Config& config, std::string_view key, std::chrono::hours fallback,
                         std::int64_t least) {
  constexpr std::int64_t kLongest = 24 * 60;
  return std::chrono::hours(config.integer(key, fallback.count(), least, kLongest));
}

}  // namespace

Settings Settings::read(const callboard::Config& config) {
  Settings settings;
  settings.offer_time = hours(config, "offer_hours", settings.offer_time, 1);
  settings.invitation_time = hours(config, "invitation_hours", settings.invitation_time, 1);
  settings.cancel_until = hours(config, "cancel_hours", settings.cancel_until, 0);
  return settings;
}

}  // namespace courses
