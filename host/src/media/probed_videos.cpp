#include "media/probed_videos.hpp"

#include "callboard/errors.hpp"

namespace callboard::host {

ProbedVideo ProbedVideos::probe(const std::filesystem::path&, const VideoRules&) {
  throw Unavailable("videos are not looked into yet");
}
std::optional<EncodedPicture> ProbedVideos::poster(const std::filesystem::path&, const PictureSize&) {
  throw Unavailable("videos are not looked into yet");
}

}  // namespace callboard::host
