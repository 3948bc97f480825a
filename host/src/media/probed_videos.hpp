// Videos by a process of their own (host/recoder). Thread-safe.
#pragma once

#include "callboard/videos.hpp"

namespace callboard::host {

class ProbedVideos : public Videos {
 public:
  ProbedVideo probe(const std::filesystem::path& file, const VideoRules& rules) override;
  std::optional<EncodedPicture> poster(const std::filesystem::path& file, const PictureSize& size) override;
};

}  // namespace callboard::host
