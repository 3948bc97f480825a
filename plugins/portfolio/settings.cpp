#include "settings.hpp"

#include "item.hpp"

namespace portfolio {

using namespace callboard;

Settings Settings::read(const Config& config) {
  constexpr std::uint64_t kMegabyte = 1024 * 1024;
  const auto megabytes = [&](const char* key, std::int64_t fallback, std::int64_t most) {
    return static_cast<std::uint64_t>(config.integer(key, fallback, 1, most)) * kMegabyte;
  };
  Settings settings;
  settings.quota = megabytes("quota_mb", 2048, 1'000'000);
  settings.photo_bytes = megabytes("photo_mb", 25, 100);
  settings.form_bytes = megabytes("form_mb", 256, 4096);
  settings.items = static_cast<int>(config.integer("most_items", 500, 1, 5000));
  settings.uploads = static_cast<int>(config.integer("most_uploads", 10, 1, 100));
  // Less than the week after which the host takes a partial file for abandoned.
  settings.upload_life = std::chrono::hours(config.integer("upload_hours", 48, 1, 24 * 6));
  settings.link_life = std::chrono::hours(24) * config.integer("link_days", 30, 1, 365);
  settings.video.most_bytes = megabytes("video_mb", 2048, 100'000);
  settings.video.longest = std::chrono::minutes(config.integer("video_minutes", 180, 1, 24 * 60));
  return settings;
}

PictureRules photo_rules(const Settings& settings) {
  PictureRules rules;
  rules.formats = {PictureFormat::Jpeg, PictureFormat::Png, PictureFormat::Webp, PictureFormat::Heic,
                   PictureFormat::Svg};
  rules.most_bytes = settings.photo_bytes;
  for (const int box : kPhotoBoxes) {
    rules.sizes.push_back({box, box, false, PictureEncoding::Webp});
    rules.sizes.push_back({box, box, false, PictureEncoding::Jpeg});
  }
  return rules;
}

}  // namespace portfolio
