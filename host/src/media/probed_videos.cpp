#include "media/probed_videos.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "callboard/errors.hpp"
#include "callboard/turn.hpp"
#include "media/media_files.hpp"
#include "media/recoder_text.hpp"

namespace callboard::host {
namespace {

constexpr std::chrono::seconds kVideoQueueTime{20};
constexpr std::chrono::seconds kVideoRunTime{90};
constexpr std::chrono::seconds kVideoCopyTime{10 * 60};  // a file of 2 GB is written twice, and read twice
// How much larger a copy may be: its index may be told in more words. One whose pieces overlap would grow without end.
constexpr std::uint64_t kMostGrowth = 16ULL * 1024 * 1024;
constexpr std::uint64_t kMostPosterPixels = 8192ULL * 8192;

class VideoPlace {
 public:
  explicit VideoPlace(std::counting_semaphore<ProbedVideos::kAtATime>& free) : free_(free) {
    if (!free_.try_acquire_for(kVideoQueueTime)) throw Unavailable("videos: too many at a time");
  }
  ~VideoPlace() { free_.release(); }
  VideoPlace(const VideoPlace&) = delete;
  VideoPlace& operator=(const VideoPlace&) = delete;

 private:
  std::counting_semaphore<ProbedVideos::kAtATime>& free_;
};

VideoFault fault_of(int finding) {
  switch (static_cast<VideoFinding>(finding)) {
    case VideoFinding::Good: return VideoFault::None;
    case VideoFinding::UnknownFormat: return VideoFault::UnknownFormat;
    case VideoFinding::UnknownCodec: return VideoFault::UnknownCodec;
    case VideoFinding::NoPictures: return VideoFault::NoPictures;
    case VideoFinding::Broken: return VideoFault::Broken;
  }
  throw Unavailable("videos: the program's output");
}

struct VideoSort {
  const char* ending;
  const char* content_type;
};

// In the order of host/video's Container. A MOV with what browsers play is an MP4 in all but its name: sent as
// video/quicktime, Chromium would not even try.
constexpr std::array<VideoSort, 4> kVideoSorts{
    {{"", ""}, {"mp4", "video/mp4"}, {"mov", "video/mp4"}, {"webm", "video/webm"}}};

ProbedVideo video_in(std::string_view output) {
  ProbedVideo video;
  video.fault = fault_of(take_number<int>(output, ' '));
  const auto kind = take_number<std::size_t>(output, ' ');
  if (kind >= kVideoSorts.size()) throw Unavailable("videos: the program's output");
  video.ending = kVideoSorts[kind].ending;
  video.content_type = kVideoSorts[kind].content_type;
  video.duration = std::chrono::milliseconds(take_number<std::int64_t>(output, ' '));
  video.width = take_number<int>(output, ' ');
  video.height = take_number<int>(output, '\n');
  return video;
}

VideoFault fault_by(const VideoRules& rules, const ProbedVideo& video) {
  if (video.fault != VideoFault::None && video.fault != VideoFault::Broken) return video.fault;
  const auto pixels = static_cast<std::uint64_t>(video.width) * static_cast<std::uint64_t>(video.height);
  if (pixels > rules.most_pixels) return VideoFault::TooManyPixels;
  if (video.fault == VideoFault::None && video.duration > rules.longest) return VideoFault::TooLong;
  return video.fault;
}

std::uint64_t size_of_video(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw Unavailable("videos: " + error.message());
  return size;
}

// A new file, locked as long as it is written, that goes again unless it is kept.
class BareCopy {
 public:
  explicit BareCopy(std::filesystem::path path) : path_(std::move(path)) {
    if (::unlink(path_.c_str()) != 0 && errno != ENOENT) media_failed("unlink");
    file_ = UniqueFd(::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file_) media_failed("make a copy of a video");
    if (!try_lock_alone(file_.get())) throw Unavailable("videos: somebody else makes this copy");
  }
  ~BareCopy() {
    if (!kept_) ::unlink(path_.c_str());
  }
  BareCopy(const BareCopy&) = delete;
  BareCopy& operator=(const BareCopy&) = delete;

  int descriptor() const { return file_.get(); }
  void keep() { kept_ = true; }

 private:
  const std::filesystem::path path_;
  UniqueFd file_;
  bool kept_ = false;
};

}  // namespace

RecoderRun ProbedVideos::run(const std::vector<std::string>& arguments, const std::filesystem::path& file,
                             std::chrono::seconds bound, int result) {
  give_up_turn();
  const VideoPlace place(free_);
  return run_recoder(program_, arguments, file, bound, result);
}

ProbedVideo ProbedVideos::probe(const std::filesystem::path& file, const VideoRules& rules) {
  const auto size = size_of_video(file);
  ProbedVideo faulty;
  faulty.fault = VideoFault::TooLarge;
  if (size > rules.most_bytes) return faulty;
  const auto ended = run({"probe", std::to_string(rules.most_pixels)}, file, kVideoRunTime);
  faulty.fault = VideoFault::Broken;
  if (ended.exit != RecoderExit::Done) return faulty;
  auto video = video_in(ended.output);
  video.fault = fault_by(rules, video);
  return video;
}

std::optional<EncodedPicture> ProbedVideos::poster(const std::filesystem::path& file, const PictureSize& size) {
  const auto ended = run({"poster", std::to_string(kMostPosterPixels), argument_of(size)}, file, kVideoRunTime);
  if (ended.exit != RecoderExit::Done) return std::nullopt;
  auto pictures = pictures_in(ended.output);
  if (pictures.empty()) return std::nullopt;
  return std::move(pictures.front());
}

VideoFault ProbedVideos::copy_bare(const std::filesystem::path& file, const std::filesystem::path& into) {
  const auto most = size_of_video(file) + kMostGrowth;
  BareCopy copy(into);
  const auto ended = run({"copy", std::to_string(most)}, file, kVideoCopyTime, copy.descriptor());
  if (ended.exit != RecoderExit::Done) return VideoFault::Broken;
  copy.keep();
  return VideoFault::None;
}

}  // namespace callboard::host
