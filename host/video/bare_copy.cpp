#include "bare_copy.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>

#include "codec_words.hpp"

namespace callboard::video {
namespace {

using host::RecoderExit;

constexpr int kOutputBuffer = 256 * 1024;
// What belongs to the pictures: which way up they are, how they look on a screen of more colours.
constexpr std::array kKeptOfStreams = {AV_PKT_DATA_DISPLAYMATRIX, AV_PKT_DATA_MASTERING_DISPLAY_METADATA,
                                       AV_PKT_DATA_CONTENT_LIGHT_LEVEL};
// What belongs to a packet: new parameters of its codec, and how much of its sound is not heard.
constexpr std::array kKeptOfPackets = {AV_PKT_DATA_NEW_EXTRADATA, AV_PKT_DATA_SKIP_SAMPLES};

template <std::size_t N>
bool is_kept(AVPacketSideDataType type, const std::array<AVPacketSideDataType, N>& kept) {
  return std::find(kept.begin(), kept.end(), type) != kept.end();
}

// The file that is written. Where its index is put first, libavformat reads it again besides.
class Result {
 public:
  explicit Result(std::int64_t most) : most_(most), io_(view(true)) {}
  ~Result() { free(io_); }
  Result(const Result&) = delete;
  Result& operator=(const Result&) = delete;

  AVIOContext* io() const { return io_; }
  bool has_no_room() const { return no_room_; }

  static int open(AVFormatContext* context, AVIOContext** io, const char*, int flags, AVDictionary**) {
    if ((flags & AVIO_FLAG_WRITE) != 0) return AVERROR(EPERM);
    *io = static_cast<Result*>(context->opaque)->view(false);
    return 0;
  }
  static int close(AVFormatContext*, AVIOContext* io) {
    free(io);
    return 0;
  }

 private:
  // One place in it.
  struct View {
    Result& result;
    std::int64_t at = 0;
  };

  AVIOContext* view(bool writes) {
    auto* const buffer = static_cast<unsigned char*>(av_malloc(kOutputBuffer));
    auto* const io = avio_alloc_context(buffer, kOutputBuffer, writes ? 1 : 0, new View{*this}, read,
                                        writes ? write : nullptr, seek);
    if (!buffer || !io) throw std::bad_alloc();
    return io;
  }
  static void free(AVIOContext* io) {
    delete static_cast<View*>(io->opaque);
    av_freep(static_cast<void*>(&io->buffer));
    avio_context_free(&io);
  }

  static int read(void* opaque, std::uint8_t* into, int most) {
    auto& view = *static_cast<View*>(opaque);
    const auto count = ::pread(host::kRecoderResult, into, static_cast<std::size_t>(most), view.at);
    if (count < 0) return AVERROR(errno);
    view.at += count;
    return count == 0 ? AVERROR_EOF : static_cast<int>(count);
  }
  static int write(void* opaque, std::uint8_t* bytes, int count) {
    auto& view = *static_cast<View*>(opaque);
    if (count > view.result.most_ - view.at) return AVERROR(EFBIG);
    for (int written = 0; written < count;) {
      const auto more =
          ::pwrite(host::kRecoderResult, bytes + written, static_cast<std::size_t>(count - written), view.at);
      if (more < 0 && errno == EINTR) continue;
      if (more < 0) {
        view.result.no_room_ = true;
        return AVERROR(errno);
      }
      written += static_cast<int>(more);
      view.at += more;
    }
    return count;
  }
  static std::int64_t seek(void* opaque, std::int64_t offset, int whence) {
    auto& view = *static_cast<View*>(opaque);
    whence &= ~AVSEEK_FORCE;
    if (whence == SEEK_SET && offset >= 0) return view.at = offset;
    if (whence != AVSEEK_SIZE) return AVERROR(EINVAL);
    return ::lseek(host::kRecoderResult, 0, SEEK_END);
  }

  const std::int64_t most_;
  bool no_room_ = false;
  AVIOContext* io_;
};

class BareCopy {
 public:
  BareCopy(Video& video, std::int64_t most) : video_(video), result_(most) {}

  RecoderExit make() {
    const bool made = begin() && copy_packets() && av_write_trailer(output_.get()) >= 0 && result_.io()->error == 0;
    if (result_.has_no_room()) return RecoderExit::NoRoom;
    return made ? RecoderExit::Done : RecoderExit::Broken;
  }

 private:
  struct Stream {
    const AVStream* from = nullptr;
    AVStream* into = nullptr;
    FreeWords words;
    std::int64_t last = AV_NOPTS_VALUE;  // what was decoded last, in its own time
  };

  bool begin() {
    const bool webm = video_.container() == Container::WebM;
    AVFormatContext* output = nullptr;
    if (avformat_alloc_output_context2(&output, nullptr, webm ? "webm" : "mp4", "") < 0) return false;
    output_.reset(output);
    output->pb = result_.io();
    output->opaque = &result_;
    output->io_open = Result::open;
    output->io_close2 = Result::close;
    // Without the name and the version of the program, and without a number of its own.
    output->flags |= AVFMT_FLAG_BITEXACT | AVFMT_FLAG_CUSTOM_IO;
    output->strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL;
    for (const auto index : video_.played()) {
      if (!add_stream(index)) return false;
    }
    AVDictionary* options = nullptr;
    av_dict_set(&options, webm ? "cues_to_front" : "movflags", webm ? "1" : "+faststart", 0);
    const int begun = avformat_write_header(output, &options);
    av_dict_free(&options);
    return begun >= 0;
  }

  // Nothing of its metadata.
  bool add_stream(unsigned index) {
    auto* const from = video_.format().streams[index];
    auto* const into = avformat_new_stream(output_.get(), nullptr);
    if (!into || avcodec_parameters_copy(into->codecpar, from->codecpar) < 0) return false;
    const auto* const tags = output_->oformat->codec_tag;
    // The same name of the codec where the other container knows it too ("avc3").
    if (tags && av_codec_get_id(tags, from->codecpar->codec_tag) != from->codecpar->codec_id) {
      into->codecpar->codec_tag = 0;
    }
    into->time_base = from->time_base;
    // The container and the codec may each tell the shape of the pixels; here they must agree.
    into->sample_aspect_ratio = into->codecpar->sample_aspect_ratio = video_.shape_of(*from);
    into->avg_frame_rate = from->avg_frame_rate;
    into->disposition = AV_DISPOSITION_DEFAULT;
    streams_.emplace(index, Stream{from, into, FreeWords(*from->codecpar)});
    forget_comments(*into->codecpar);
    return copy_side_data(*from, *into);
  }

  static bool copy_side_data(const AVStream& from, AVStream& into) {
    for (const auto type : kKeptOfStreams) {
      std::size_t size = 0;
      const auto* const data = av_stream_get_side_data(&from, type, &size);
      if (!data) continue;
      auto* const copied = av_stream_new_side_data(&into, type, size);
      if (!copied) return false;
      std::copy_n(data, size, copied);
    }
    return true;
  }

  bool copy_packets() {
    auto& input = video_.format();
    for (unsigned i = 0; i < input.nb_streams; ++i) {
      if (!streams_.contains(i)) input.streams[i]->discard = AVDISCARD_ALL;
    }
    const PacketPtr packet(av_packet_alloc());
    for (;;) {
      av_packet_unref(packet.get());
      const int result = av_read_frame(&input, packet.get());
      if (result < 0) return result == AVERROR_EOF;
      const auto stream = streams_.find(static_cast<unsigned>(packet->stream_index));
      if (stream != streams_.end() && !copy_packet(*packet, stream->second)) return false;
    }
  }

  bool copy_packet(AVPacket& packet, Stream& stream) {
    keep_to_itself(packet);
    give_times(packet, stream);
    if (!stream.words.take_out_of(packet)) return true;
    packet.stream_index = stream.into->index;
    packet.pos = -1;
    return av_interleaved_write_frame(output_.get(), &packet) >= 0;
  }

  static void keep_to_itself(AVPacket& packet) {
    for (int i = packet.side_data_elems - 1; i >= 0; --i) {
      auto& each = packet.side_data[i];
      if (is_kept(each.type, kKeptOfPackets)) continue;
      av_freep(static_cast<void*>(&each.data));
      each = packet.side_data[--packet.side_data_elems];
    }
  }

  // From 0 on; what begins before, as the silence in front of sound, is told by the container. Times of decoding must
  // grow: where a file's do not, by as little as can be told.
  void give_times(AVPacket& packet, Stream& stream) const {
    const auto start = video_.format().start_time;  // may be unknown, which is far below 0
    auto shift = start <= 0 ? 0 : av_rescale_q(start, av_make_q(1, AV_TIME_BASE), stream.from->time_base);
    shift -= lead_of(stream);
    for (auto* const time : {&packet.pts, &packet.dts}) {
      if (*time != AV_NOPTS_VALUE) *time = av_sat_sub64(*time, shift);
    }
    av_packet_rescale_ts(&packet, stream.from->time_base, stream.into->time_base);
    if (packet.dts == AV_NOPTS_VALUE) packet.dts = packet.pts;
    if (packet.dts != AV_NOPTS_VALUE && stream.last != AV_NOPTS_VALUE && packet.dts <= stream.last) {
      packet.dts = stream.last + 1;
    }
    if (packet.pts == AV_NOPTS_VALUE || packet.pts < packet.dts) packet.pts = packet.dts;
    stream.last = packet.dts;
  }

  // What a WebM's sound needs before it is heard is told in its head, and libavformat takes it off its times, but does
  // not put it there again.
  std::int64_t lead_of(const Stream& stream) const {
    const auto& codec = *stream.from->codecpar;
    if (video_.container() != Container::WebM || codec.sample_rate <= 0) return 0;
    return av_rescale_q(codec.initial_padding, av_make_q(1, codec.sample_rate), stream.from->time_base);
  }

  Video& video_;
  Result result_;
  OutputPtr output_;
  std::map<unsigned, Stream> streams_;
};

}  // namespace

RecoderExit copy_bare(Video& video, std::int64_t most) { return BareCopy(video, most).make(); }

}  // namespace callboard::video
