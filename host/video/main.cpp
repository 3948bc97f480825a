// callboard-video probe MOST_PIXELS: one video from standard input, a file; tells what it is in one line of numbers:
// finding (VideoFinding), container, milliseconds, width, height.
// callboard-video poster MOST_PIXELS WIDTHxHEIGHT[c][j]: a picture of it, behind a line with width, height and bytes,
// or nothing; "c" cropped, "j" as JPEG, else WebP.
// callboard-video copy MOST_BYTES: its pictures and its sound alone into the file that is open as kRecoderResult.
//
// As callboard-recode is, a process of its own: it inherits no connection, no secret and no file of the host's but
// these, and before it looks at it, it gives up opening files, connecting, and starting threads and processes.
#include <signal.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "bare_copy.hpp"
#include "confinement.hpp"
#include "poster.hpp"

namespace callboard::video {
namespace {

using host::RecoderExit;
using host::VideoFinding;

void tell(VideoFinding finding, Container container, std::int64_t milliseconds, int width, int height) {
  std::string line;
  for (const std::int64_t each : {std::int64_t{static_cast<int>(finding)}, std::int64_t{static_cast<int>(container)},
                                  milliseconds, std::int64_t{width}, std::int64_t{height}}) {
    line += (line.empty() ? "" : " ") + std::to_string(each);
  }
  recoder::write_all(line + "\n");
}

// Whether a picture can be decoded is not tried where it would be too large.
void probe(Video& video, VideoFinding finding, std::int64_t most_pixels) {
  if (finding != VideoFinding::Good) return tell(finding, video.container(), 0, 0, 0);
  const auto length = video.microseconds();
  if (video.pixels() <= most_pixels && (length <= 0 || !video.frame_at(0))) finding = VideoFinding::Broken;
  tell(finding, video.container(), length / 1000, video.width(), video.height());
}

RecoderExit run(const std::vector<std::string_view>& arguments) {
  if (arguments.size() < 2) throw std::runtime_error("arguments");
  const auto most = recoder::number<std::int64_t>(arguments[1]);
  Video video;
  recoder::open_nothing_more();
  recoder::start_nothing_more();
  const auto finding = video.open();
  if (arguments[0] == "probe") {
    probe(video, finding, most);
    return RecoderExit::Done;
  }
  if (arguments[0] == "copy") return finding == VideoFinding::Good ? copy_bare(video, most) : RecoderExit::Broken;
  if (arguments[0] != "poster" || arguments.size() != 3) throw std::runtime_error("arguments");
  if (finding != VideoFinding::Good || video.pixels() > most) return RecoderExit::Done;
  const auto poster = poster_of(video, recoder::size(arguments[2]));
  if (!poster.content.empty()) recoder::write_picture(poster.width, poster.height, poster.content);
  return RecoderExit::Done;
}

// No more than is needed for what it is to do.
void confine(const std::vector<std::string_view>& arguments) {
  if (arguments.size() == 2 && arguments[0] == "copy") {
    const auto most = recoder::number<std::uint64_t>(arguments[1]);
    recoder::confine_myself(host::kVideoCopyCpuSeconds, host::kRecoderMemory, most);
    ::signal(SIGXFSZ, SIG_IGN);  // told as an error
  } else {
    recoder::confine_myself(host::kVideoCpuSeconds, host::kRecoderMemory);
  }
}

}  // namespace
}  // namespace callboard::video

// Ends without destructors: the memory goes back with the process.
int main(int argc, char** argv) {
  using namespace callboard;
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  try {
    video::confine(arguments);
    ::_exit(static_cast<int>(video::run(arguments)));
  } catch (const std::bad_alloc&) {
    ::_exit(static_cast<int>(host::RecoderExit::Broken));
  } catch (const std::exception&) {
    ::_exit(static_cast<int>(host::RecoderExit::Failed));
  }
}
