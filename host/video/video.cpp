#include "video.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace callboard::video {
namespace {

using host::VideoFinding;

constexpr int kInputBuffer = 64 * 1024;
constexpr unsigned kMostStreams = 32;
constexpr int kMostFrames = 250;  // decoded on the way to a moment; rather an earlier picture than no end
// What may be decoded at all. With the same names, those that are played.
constexpr const char* kDecoders = "h264,vp8,vp9,libdav1d,av1,aac,mp3float,mp3,opus,libopus,vorbis";

bool is_played(Container container, const AVCodecParameters& codec) {
  switch (codec.codec_id) {
    // Nearly all decoders of browsers know 8 bits and 4:2:0 alone.
    case AV_CODEC_ID_H264:
      return container != Container::WebM &&
             (codec.format == AV_PIX_FMT_YUV420P || codec.format == AV_PIX_FMT_YUVJ420P);
    case AV_CODEC_ID_VP8: return container == Container::WebM;
    case AV_CODEC_ID_VP9:
    case AV_CODEC_ID_AV1: return true;
    case AV_CODEC_ID_AAC:
    case AV_CODEC_ID_MP3: return container != Container::WebM;
    case AV_CODEC_ID_OPUS: return true;
    case AV_CODEC_ID_VORBIS: return container == Container::WebM;
    default: return false;
  }
}

std::int64_t big_endian(const unsigned char* bytes, int count) {
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i) value = value << 8U | bytes[i];
  return static_cast<std::int64_t>(std::min<std::uint64_t>(value, INT64_MAX));
}

// The outermost boxes (ISO 14496-12, 4.2): a length, a name, and for a length of 1 a longer one; 0 is up to the end.
// What is no box any more is padding.
bool has_whole_boxes(std::int64_t size) {
  constexpr int kMostBoxes = 10'000;  // of a fragmented file; the rest is believed
  std::int64_t at = 0;
  for (int boxes = 0; at < size && boxes < kMostBoxes; ++boxes) {
    std::array<unsigned char, 16> head{};
    if (::pread(STDIN_FILENO, head.data(), head.size(), at) < 8) return false;
    const auto length = big_endian(head.data(), 4) == 1 ? big_endian(head.data() + 8, 8) : big_endian(head.data(), 4);
    if (length < 8) return true;
    if (length > size - at) return false;
    at += length;
  }
  return true;
}

int refuse_to_open(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) { return AVERROR(EPERM); }

}  // namespace

// Standard input as libavformat reads it: no protocol is needed, and so none can be misused.
struct Video::Input {
  Input() {
    struct stat found {};
    if (::fstat(STDIN_FILENO, &found) != 0 || !S_ISREG(found.st_mode)) throw std::runtime_error("no file");
    size = found.st_size;
    auto* const buffer = static_cast<unsigned char*>(av_malloc(kInputBuffer));
    io = avio_alloc_context(buffer, kInputBuffer, 0, this, read, nullptr, seek);
    if (!buffer || !io) throw std::bad_alloc();
  }
  ~Input() {
    av_freep(static_cast<void*>(&io->buffer));
    avio_context_free(&io);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  static int read(void* self, std::uint8_t* into, int most) {
    auto& input = *static_cast<Input*>(self);
    const auto count = ::pread(STDIN_FILENO, into, static_cast<std::size_t>(most), input.at);
    if (count < 0) return AVERROR(errno);
    if (count == 0) return AVERROR_EOF;
    input.at += count;
    return static_cast<int>(count);
  }
  static std::int64_t seek(void* self, std::int64_t offset, int whence) {
    auto& input = *static_cast<Input*>(self);
    whence &= ~AVSEEK_FORCE;
    if (whence == AVSEEK_SIZE) return input.size;
    const auto base = whence == SEEK_CUR ? input.at : whence == SEEK_END ? input.size : 0;
    if (whence != SEEK_SET && whence != SEEK_CUR && whence != SEEK_END) return AVERROR(EINVAL);
    if (offset < -base || offset > INT64_MAX - base) return AVERROR(EINVAL);
    return input.at = base + offset;
  }

  AVIOContext* io = nullptr;
  std::int64_t at = 0;
  std::int64_t size = 0;
};

Video::Video() : input_(std::make_unique<Input>()) { av_log_set_level(AV_LOG_QUIET); }
Video::~Video() {
  decoder_.reset();
  format_.reset();
}

VideoFinding Video::open() {
  std::array<char, kContainerHead> head{};
  const auto count = ::pread(STDIN_FILENO, head.data(), head.size(), 0);
  container_ = container_of({head.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))});
  if (container_ == Container::None) return VideoFinding::UnknownFormat;
  if (!read_head()) return VideoFinding::Broken;
  if (const auto finding = choose_streams(); finding != VideoFinding::Good) return finding;
  return is_whole() && start_decoder() ? VideoFinding::Good : VideoFinding::Broken;
}

bool Video::read_head() {
  auto* format = avformat_alloc_context();
  if (!format) throw std::bad_alloc();
  format->pb = input_->io;
  format->flags |= AVFMT_FLAG_CUSTOM_IO;
  format->io_open = refuse_to_open;
  format->max_streams = kMostStreams;
  format->codec_whitelist = av_strdup(kDecoders);
  const auto* const kind = av_find_input_format(container_ == Container::WebM ? "matroska" : "mov");
  if (avformat_open_input(&format, "", kind, nullptr) < 0) return false;  // frees it then
  format_.reset(format);
  return avformat_find_stream_info(format, nullptr) >= 0;
}

VideoFinding Video::choose_streams() {
  const int pictures = av_find_best_stream(format_.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  if (pictures < 0) return VideoFinding::NoPictures;
  stream_ = static_cast<unsigned>(pictures);
  if ((stream().disposition & AV_DISPOSITION_ATTACHED_PIC) != 0) return VideoFinding::NoPictures;
  const auto& codec = *stream().codecpar;
  if (!is_played(container_, codec)) {
    // One that is known but for its pixels' format, which nobody could find out, is damaged.
    const bool undecoded = codec.codec_id == AV_CODEC_ID_H264 && codec.format == AV_PIX_FMT_NONE;
    return undecoded ? VideoFinding::Broken : VideoFinding::UnknownCodec;
  }
  sound_ = av_find_best_stream(format_.get(), AVMEDIA_TYPE_AUDIO, -1, pictures, nullptr, 0);
  if (sound_ >= 0 && !is_played(container_, *format_->streams[sound_]->codecpar)) return VideoFinding::UnknownCodec;
  return codec.width > 0 && codec.height > 0 ? VideoFinding::Good : VideoFinding::Broken;
}

// Whether the file has all the boxes that it begins, and all the pieces that its index tells of.
bool Video::is_whole() const {
  if (container_ != Container::WebM && !has_whole_boxes(input_->size)) return false;
  for (unsigned i = 0; i < format_->nb_streams; ++i) {
    auto* const each = format_->streams[i];
    for (int entry = 0; entry < avformat_index_get_entries_count(each); ++entry) {
      const auto* const piece = avformat_index_get_entry(each, entry);
      if (piece->pos > input_->size - piece->size) return false;
    }
  }
  return true;
}

bool Video::start_decoder() {
  const auto* const codec = avcodec_find_decoder(stream().codecpar->codec_id);
  if (!codec) return false;
  decoder_.reset(avcodec_alloc_context3(codec));
  if (!decoder_ || avcodec_parameters_to_context(decoder_.get(), stream().codecpar) < 0) return false;
  decoder_->thread_count = 1;
  return avcodec_open2(decoder_.get(), codec, nullptr) >= 0;
}

std::vector<unsigned> Video::played() const {
  return sound_ < 0 ? std::vector{stream_} : std::vector{stream_, static_cast<unsigned>(sound_)};
}

int Video::rotation() const {
  const auto* const matrix = av_stream_get_side_data(&stream(), AV_PKT_DATA_DISPLAYMATRIX, nullptr);
  if (!matrix) return 0;
  const double angle = -av_display_rotation_get(reinterpret_cast<const std::int32_t*>(matrix));
  if (std::isnan(angle)) return 0;
  return ((static_cast<int>(std::lround(angle / 90)) % 4 + 4) % 4) * 90;
}

int Video::width() const { return rotation() % 180 == 0 ? shown_width() : stream().codecpar->height; }
int Video::height() const { return rotation() % 180 == 0 ? stream().codecpar->height : shown_width(); }

// Of a line as it is stored, with the shape that its pixels have.
int Video::shown_width() const {
  const auto shape = shape_of(stream());
  const int width = stream().codecpar->width;
  if (shape.num <= 0 || shape.den <= 0) return width;
  const auto shown = std::llround(width * av_q2d(shape));
  return shown > 0 && shown <= 16LL * width ? static_cast<int>(shown) : width;
}

// What a browser recorded has no duration in its head, and a guess by the rate of bytes is none.
std::int64_t Video::microseconds() {
  const bool told = format_->duration > 0 && format_->duration_estimation_method != AVFMT_DURATION_FROM_BITRATE;
  return told ? format_->duration : last_moment();
}

bool Video::next_packet(AVPacket& packet) {
  for (;;) {
    av_packet_unref(&packet);
    if (av_read_frame(format_.get(), &packet) < 0) return false;
    if (packet.stream_index == static_cast<int>(stream_)) return true;
  }
}

std::int64_t Video::last_moment() {
  const PacketPtr packet(av_packet_alloc());
  std::int64_t last = 0;
  while (next_packet(*packet)) {
    if (packet->pts != AV_NOPTS_VALUE) last = std::max(last, packet->pts + std::max<std::int64_t>(packet->duration, 0));
  }
  av_seek_frame(format_.get(), static_cast<int>(stream_), 0, AVSEEK_FLAG_BACKWARD);
  return av_rescale_q(last, stream().time_base, av_make_q(1, AV_TIME_BASE));
}

FramePtr Video::frame_at(std::int64_t microseconds) {
  const auto start = stream().start_time == AV_NOPTS_VALUE ? 0 : stream().start_time;
  const auto target = start + av_rescale_q(microseconds, av_make_q(1, AV_TIME_BASE), stream().time_base);
  av_seek_frame(format_.get(), static_cast<int>(stream_), target, AVSEEK_FLAG_BACKWARD);
  avcodec_flush_buffers(decoder_.get());
  const PacketPtr packet(av_packet_alloc());
  FramePtr best;
  for (int frames = 0; frames < kMostFrames;) {
    FramePtr frame(av_frame_alloc());
    const int result = avcodec_receive_frame(decoder_.get(), frame.get());
    if (result == AVERROR(EAGAIN)) {
      // At the end what the decoder still holds comes out.
      avcodec_send_packet(decoder_.get(), next_packet(*packet) ? packet.get() : nullptr);
      continue;
    }
    if (result < 0) break;
    ++frames;
    if (frame->decode_error_flags != 0 || (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0) continue;
    best = std::move(frame);
    if (best->best_effort_timestamp == AV_NOPTS_VALUE || best->best_effort_timestamp >= target) break;
  }
  return best;
}

}  // namespace callboard::video
