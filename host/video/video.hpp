// One video on standard input. For a process that does nothing else, and one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "container.hpp"
#include "libav.hpp"
#include "media/recoder_protocol.hpp"

namespace callboard::video {

class Video {
 public:
  Video();
  ~Video();
  Video(const Video&) = delete;
  Video& operator=(const Video&) = delete;

  // Nothing else is opened, whatever the file refers to. What follows is for a Good one alone.
  host::VideoFinding open();

  Container container() const { return container_; }
  std::int64_t microseconds();
  // As shown: with the pixels' shape and the rotation applied.
  int width() const;
  int height() const;
  // Clockwise: 0, 90, 180, 270.
  int rotation() const;
  std::int64_t pixels() const { return std::int64_t{stream().codecpar->width} * stream().codecpar->height; }
  // What it is read from, where it begins, as long as no picture was asked for; and which of its streams are played.
  AVFormatContext& format() const { return *format_; }
  std::vector<unsigned> played() const;
  // Of its pixels: what the container tells goes before what the codec does, as in browsers.
  AVRational shape_of(AVStream& stream) const { return av_guess_sample_aspect_ratio(format_.get(), &stream, nullptr); }
  // The first picture at this time or later, or the last before; null where none can be decoded.
  FramePtr frame_at(std::int64_t microseconds);

 private:
  struct Input;

  AVStream& stream() const { return *format_->streams[stream_]; }
  int shown_width() const;
  bool read_head();
  bool is_whole() const;
  host::VideoFinding choose_streams();
  bool start_decoder();
  std::int64_t last_moment();
  bool next_packet(AVPacket& packet);

  std::unique_ptr<Input> input_;
  Container container_ = Container::None;
  FormatPtr format_;
  CodecPtr decoder_;
  unsigned stream_ = 0;
  int sound_ = -1;
};

}  // namespace callboard::video
