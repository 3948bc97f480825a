#include "poster.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace callboard::video {
namespace {

constexpr int kQuality = 80;          // of WebP
constexpr int kJpegScale = 4;         // 2 is the best, 31 the worst
constexpr double kDark = 24;          // mean of 255; what is darker tells little
constexpr int kHighDefinition = 720;  // lines; from there on BT.709 where nothing is said

// Three bytes a pixel.
struct Rgb {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> bytes;

  Rgb(int w, int h) : width(w), height(h), bytes(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 3) {}
  std::uint8_t* at(int x, int y) {
    return bytes.data() +
           (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3;
  }
  const std::uint8_t* at(int x, int y) const { return const_cast<Rgb*>(this)->at(x, y); }
};

struct Extent {
  int width = 0;
  int height = 0;
};

// Fitted into the size, or covering it, and never enlarged.
Extent scaled(Extent shown, const recoder::Size& size) {
  const double across = static_cast<double>(size.width) / shown.width;
  const double down = static_cast<double>(size.height) / shown.height;
  const double scale = std::min(1.0, size.crop ? std::max(across, down) : std::min(across, down));
  const auto side = [&](int length) { return std::max(1, static_cast<int>(std::lround(length * scale))); };
  return {side(shown.width), side(shown.height)};
}

void tell_colours(SwsContext& scaler, const AVFrame& frame) {
  const bool modern = frame.colorspace == AVCOL_SPC_BT709 ||
                      (frame.colorspace == AVCOL_SPC_UNSPECIFIED && frame.height >= kHighDefinition);
  const int* const from = sws_getCoefficients(modern ? SWS_CS_ITU709 : SWS_CS_ITU601);
  const int full = frame.color_range == AVCOL_RANGE_JPEG ? 1 : 0;
  sws_setColorspaceDetails(&scaler, from, full, sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16);
}

Rgb in_colours(const AVFrame& frame, Extent extent) {
  Rgb picture(extent.width, extent.height);
  const ScalerPtr scaler(
      sws_getContext(frame.width, frame.height, static_cast<AVPixelFormat>(frame.format), extent.width, extent.height,
                     AV_PIX_FMT_RGB24, SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, nullptr, nullptr, nullptr));
  if (!scaler) return {0, 0};
  tell_colours(*scaler, frame);
  // The scaler may write some bytes beyond a line's end.
  const int stride = FFALIGN(extent.width * 3, 64);
  std::vector<std::uint8_t> lines(static_cast<std::size_t>(stride) * static_cast<std::size_t>(extent.height) + 64);
  std::uint8_t* const planes[4] = {lines.data(), nullptr, nullptr, nullptr};
  const int strides[4] = {stride, 0, 0, 0};
  sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, planes, strides);
  for (int y = 0; y < extent.height; ++y) {
    std::copy_n(lines.data() + static_cast<std::ptrdiff_t>(y) * stride, extent.width * 3, picture.at(0, y));
  }
  return picture;
}

Rgb quarter_turned(const Rgb& picture) {
  Rgb turned(picture.height, picture.width);
  for (int y = 0; y < turned.height; ++y) {
    for (int x = 0; x < turned.width; ++x) std::copy_n(picture.at(y, picture.height - 1 - x), 3, turned.at(x, y));
  }
  return turned;
}

Rgb cut(const Rgb& picture, const recoder::Size& size) {
  Rgb part(std::min(picture.width, size.width), std::min(picture.height, size.height));
  const int left = (picture.width - part.width) / 2;
  const int top = (picture.height - part.height) / 2;
  for (int y = 0; y < part.height; ++y) std::copy_n(picture.at(left, top + y), part.width * 3, part.at(0, y));
  return part;
}

double brightness(const Rgb& picture) {
  double sum = 0;
  for (std::size_t i = 0; i + 2 < picture.bytes.size(); i += 3) {
    sum += 0.299 * picture.bytes[i] + 0.587 * picture.bytes[i + 1] + 0.114 * picture.bytes[i + 2];
  }
  return picture.bytes.empty() ? 0 : sum * 3 / static_cast<double>(picture.bytes.size());
}

// As the encoder wants it.
FramePtr frame_of(const Rgb& picture, AVPixelFormat format) {
  FramePtr frame(av_frame_alloc());
  frame->width = picture.width;
  frame->height = picture.height;
  frame->format = format;
  if (av_frame_get_buffer(frame.get(), 0) < 0) return nullptr;
  const ScalerPtr converter(sws_getContext(picture.width, picture.height, AV_PIX_FMT_RGB24, picture.width,
                                           picture.height, format, SWS_BICUBIC | SWS_ACCURATE_RND, nullptr, nullptr,
                                           nullptr));
  if (!converter) return nullptr;
  const std::uint8_t* const planes[4] = {picture.bytes.data(), nullptr, nullptr, nullptr};
  const int strides[4] = {picture.width * 3, 0, 0, 0};
  sws_scale(converter.get(), planes, strides, 0, picture.height, frame->data, frame->linesize);
  return frame;
}

std::string encoded(const Rgb& picture, bool jpeg) {
  const auto* const codec = avcodec_find_encoder_by_name(jpeg ? "mjpeg" : "libwebp");
  const auto frame = frame_of(picture, jpeg ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_RGB32);
  const CodecPtr encoder(codec ? avcodec_alloc_context3(codec) : nullptr);
  if (!encoder || !frame) return {};
  encoder->width = picture.width;
  encoder->height = picture.height;
  encoder->pix_fmt = static_cast<AVPixelFormat>(frame->format);
  encoder->time_base = av_make_q(1, 1);
  encoder->thread_count = 1;
  encoder->flags |= AV_CODEC_FLAG_BITEXACT;  // no name of the encoder in it
  if (jpeg) {
    encoder->flags |= AV_CODEC_FLAG_QSCALE;
    encoder->global_quality = frame->quality = kJpegScale * FF_QP2LAMBDA;
  } else {
    av_opt_set_double(encoder->priv_data, "quality", kQuality, 0);
  }
  const PacketPtr packet(av_packet_alloc());
  const bool good =
      avcodec_open2(encoder.get(), codec, nullptr) >= 0 && avcodec_send_frame(encoder.get(), frame.get()) >= 0 &&
      avcodec_send_frame(encoder.get(), nullptr) >= 0 && avcodec_receive_packet(encoder.get(), packet.get()) >= 0;
  if (!good) return {};
  return {reinterpret_cast<const char*>(packet->data), static_cast<std::size_t>(packet->size)};
}

Rgb still_of(const AVFrame& frame, const Video& video, const recoder::Size& size) {
  auto extent = scaled({video.width(), video.height()}, size);
  const int turns = video.rotation() / 90;
  if (turns % 2 != 0) std::swap(extent.width, extent.height);
  auto picture = in_colours(frame, extent);
  for (int turn = 0; turn < turns; ++turn) picture = quarter_turned(picture);
  return size.crop ? cut(picture, size) : picture;
}

}  // namespace

// A tenth into it, or where it is not dark; else the brightest of those that were looked at.
Poster poster_of(Video& video, const recoder::Size& size) {
  const auto length = video.microseconds();
  Rgb best(0, 0);
  double most = -1;
  for (const int percent : {10, 30, 50, 70, 90, 0}) {
    const auto frame = video.frame_at(length * percent / 100);
    if (!frame) continue;
    auto still = still_of(*frame, video, size);
    const double light = brightness(still);
    if (still.bytes.empty() || light <= most) continue;
    best = std::move(still);
    most = light;
    if (most >= kDark) break;
  }
  if (best.bytes.empty()) return {};
  return {best.width, best.height, encoded(best, size.jpeg)};
}

}  // namespace callboard::video
