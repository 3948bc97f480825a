// Videos from outside: looked into by their content, never by their name. Their pictures and their sound are kept as
// they are (nothing is encoded again), so what is not playable in browsers is refused with the reason. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "callboard/api.hpp"
#include "callboard/pictures.hpp"
#include "callboard/text.hpp"

namespace callboard {

struct VideoRules {
  std::uint64_t most_bytes = 2ULL * 1024 * 1024 * 1024;
  std::uint64_t most_pixels = 8'847'360;  // of a frame: 4096 x 2160
  std::chrono::seconds longest{3 * 60 * 60};
};

enum class VideoFault {
  None,
  TooLarge,
  TooLong,
  TooManyPixels,
  UnknownFormat,  // neither MP4, QuickTime nor WebM
  UnknownCodec,   // of these, but with pictures or sound that browsers do not play
  NoPictures,     // sound alone, or nothing
  Broken,
};

struct ProbedVideo {
  VideoFault fault = VideoFault::None;
  std::string ending;        // "mp4", "mov", "webm"
  std::string content_type;  // "video/mp4"
  std::chrono::milliseconds duration{0};
  int width = 0;  // as shown: a rotation is applied
  int height = 0;
};

class CALLBOARD_API Videos {
 public:
  virtual ~Videos();
  // All run in a process of their own with limits on memory and time. probe() and poster() take from tens of
  // milliseconds to seconds: from a job, or a route that is marked `heavy`. Throw Unavailable where that cannot be had
  // in time.
  virtual ProbedVideo probe(const std::filesystem::path& file, const VideoRules& rules) = 0;
  // A frame that tells something of it (not the black first one), fitted into `size`; nothing where none can be
  // decoded.
  virtual std::optional<EncodedPicture> poster(const std::filesystem::path& file, const PictureSize& size) = 0;
  // Copies the pictures and the sound that are played, and nothing else, into `into`, a new file: a WebM of a WebM, an
  // MP4 of all others, whose index comes first. What a file tells besides is gone: where and when it was taken, by
  // which device, titles, other tracks. For what probe() found good; a large one takes minutes, so from a job. Returns
  // Broken where it cannot be copied. Throws Unavailable, also where the disk is full. But for None nothing lies at
  // `into`.
  virtual VideoFault copy_bare(const std::filesystem::path& file, const std::filesystem::path& into) = 0;
};

// What to tell the person at the field.
CALLBOARD_API Text text_of(VideoFault fault, const VideoRules& rules);

}  // namespace callboard
