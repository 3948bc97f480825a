// `[plugins.portfolio]` of the configuration. A value; thread-safe.
#pragma once

#include <chrono>
#include <cstdint>

#include <callboard/config.hpp>
#include <callboard/pictures.hpp>
#include <callboard/videos.hpp>

namespace portfolio {

struct Settings {
  std::uint64_t quota = 0;        // bytes, of each person
  std::uint64_t photo_bytes = 0;  // of the file that is sent
  std::uint64_t form_bytes = 0;   // of a file that comes by the plain form
  int items = 0;                  // of each person
  int uploads = 0;                // under way at a time, of each person
  std::chrono::hours upload_life{};
  std::chrono::hours link_life{};
  callboard::VideoRules video;

  // Throws ConfigError.
  static Settings read(const callboard::Config& config);
};

// Three sizes, each as WebP and as JPEG, in the order of kPhotoVariants.
callboard::PictureRules photo_rules(const Settings& settings);

}  // namespace portfolio
