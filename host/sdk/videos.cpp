#include "callboard/videos.hpp"

namespace callboard {
namespace {

constexpr std::uint64_t kMegabyte = 1024 * 1024;

}  // namespace

Text text_of(VideoFault fault, const VideoRules& rules) {
  switch (fault) {
    case VideoFault::None: return {};
    case VideoFault::TooLarge:
      return _("The video is larger than {count} MB.")
          .with("count", static_cast<long long>(rules.most_bytes / kMegabyte));
    case VideoFault::TooLong:
      return _("The video is longer than {count} minutes.")
          .with("count", static_cast<long long>(rules.longest / std::chrono::minutes(1)));
    case VideoFault::TooManyPixels: return _("The video's pictures are too large. Please make them smaller.");
    case VideoFault::UnknownFormat: return _("The video must be an MP4, MOV or WebM file.");
    case VideoFault::UnknownCodec: return _("Browsers do not play this kind of video. Please save it as MP4 (H.264).");
    case VideoFault::NoPictures: return _("There are no moving pictures in this file.");
    case VideoFault::Broken: return _("The video is damaged.");
  }
  return {};
}

}  // namespace callboard
