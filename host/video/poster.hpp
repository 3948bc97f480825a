// A still picture of a video. Pure but for the video that it reads.
#pragma once

#include <string>

#include "arguments.hpp"
#include "video.hpp"

namespace callboard::video {

struct Poster {
  int width = 0;
  int height = 0;
  std::string content;  // empty where no picture can be decoded
};

Poster poster_of(Video& video, const recoder::Size& size);

}  // namespace callboard::video
