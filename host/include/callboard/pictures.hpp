// Pictures from outside, made harmless: decoded by what they contain, with limits on their pixels, turned
// upright, stripped of all metadata and encoded again in our sizes. An SVG becomes a bitmap. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "callboard/api.hpp"
#include "callboard/form.hpp"

namespace callboard {

enum class PictureFormat { Jpeg, Png, Svg, Webp, Heic };

enum class PictureEncoding { Webp, Jpeg };

struct PictureSize {
  int width = 0;  // pixels; the picture is never enlarged
  int height = 0;
  bool crop = false;  // fill it and cut off what is beyond; otherwise fit into it
  PictureEncoding encoding = PictureEncoding::Webp;
};

struct PictureRules {
  std::vector<PictureFormat> formats;
  std::vector<PictureSize> sizes;
  std::uint64_t most_bytes = 10ULL * 1024 * 1024;
  std::uint64_t most_pixels = 50'000'000;  // width x height, known before anything is decoded
};

struct EncodedPicture {
  std::string content;  // as its size says
  int width = 0;
  int height = 0;
};

enum class PictureFault {
  None,
  TooLarge,  // bytes
  TooManyPixels,
  UnknownFormat,   // the content is none of the allowed formats
  WrongExtension,  // it is one, but the file's name says another
  Broken,          // it says it is one, but cannot be decoded
};

struct RecodedPicture {
  PictureFault fault = PictureFault::None;
  std::vector<EncodedPicture> sizes;  // as the rules list them; empty where there is a fault
};

class CALLBOARD_API Pictures {
 public:
  virtual ~Pictures();
  // Takes tens of milliseconds: use it from a route that is marked `heavy`, or from a job. At most a few
  // run at a time in a process. Throws Unavailable where that cannot be had in time.
  virtual RecodedPicture recode(const Upload& upload, const PictureRules& rules) = 0;
};

// What to tell the person at the field.
CALLBOARD_API Text text_of(PictureFault fault, const PictureRules& rules);

}  // namespace callboard
