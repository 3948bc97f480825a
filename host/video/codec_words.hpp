// What cameras and encoders write between the pictures themselves, where no container's metadata is: without it they
// look the same. Pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "libav.hpp"

namespace callboard::video {

// H.264 as MP4 holds it (ISO 14496-15, 5.3.3): the free words in its messages (SEI user_data_unregistered), where
// drones and car cameras put the place and encoders their settings. Captions stay.
class FreeWords {
 public:
  explicit FreeWords(const AVCodecParameters& codec);
  // One whose units cannot be told apart stays as it is. False where nothing would be left of it. Throws
  // std::bad_alloc.
  bool take_out_of(AVPacket& packet) const;

 private:
  std::size_t length_size_ = 0;  // of what stands before each of its units; 0: it has none
};

// A unit of messages, from its head on, without them; as it was where there are none, empty where there is nothing
// else.
std::string without_free_words(const std::string& unit);

// The comments in the head of Vorbis: what a title, a place or a maker would be.
void forget_comments(AVCodecParameters& codec);

}  // namespace callboard::video
