// callboard-recode FORMAT MOST_PIXELS WIDTHxHEIGHT[c][j] …: one picture from standard input, encoded again in these
// sizes ("c": cropped, "j": as JPEG, else WebP) to standard output, each after a line with its width, height and bytes.
//
// The host runs it for each picture, and a process of its own it is for what a hostile one may do: take all
// memory, never end, or use a fault of a decoder. It inherits no connection, no secret and no file of the host's but
// the picture. Where a fault is used all the same, it can open nothing once the decoding has begun; an SVG, whose
// writing needs fonts, is the exception: there what holds are the limits, and the service's own confinement. Threads
// are not forbidden, for libvips works in them.
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "arguments.hpp"
#include "confinement.hpp"
#include "media/recoder_protocol.hpp"
#include "vips_recoder.hpp"

namespace callboard::recoder {
namespace {

using host::RecoderExit;

// Of a drawing: it is no large file that has to be read for each size, and filters may take any time.
constexpr std::uint64_t kDrawingCpuSeconds = 6;

std::string read_all() {
  constexpr std::size_t kPiece = 256 * 1024;
  std::string content;
  for (;;) {
    const auto before = content.size();
    content.resize(before + kPiece);
    const auto count = ::read(STDIN_FILENO, content.data() + before, kPiece);
    if (count < 0 && errno != EINTR) throw std::runtime_error("read");
    content.resize(before + static_cast<std::size_t>(count > 0 ? count : 0));
    if (count == 0) return content;
  }
}

void write_one(const Encoded& encoded) { write_picture(encoded.width, encoded.height, encoded.content); }

RecoderExit run(const std::vector<std::string_view>& arguments) {
  if (arguments.size() < 3) throw std::runtime_error("arguments");
  const auto most_pixels = number<std::uint64_t>(arguments[1]);
  VipsRecoder recoder(arguments[0]);
  auto content = read_all();
  if (arguments[0] != "svg") open_nothing_more();
  switch (recoder.open(std::move(content), most_pixels)) {
    case VipsRecoder::Opened::TooManyPixels: return RecoderExit::TooManyPixels;
    case VipsRecoder::Opened::Broken: return RecoderExit::Broken;
    case VipsRecoder::Opened::Good: break;
  }
  for (std::size_t i = 2; i < arguments.size(); ++i) {
    if (!recoder.encode(size(arguments[i]), write_one)) return RecoderExit::Broken;
  }
  return RecoderExit::Done;
}

}  // namespace
}  // namespace callboard::recoder

// Ends without destructors: the memory goes back with the process.
int main(int argc, char** argv) {
  using namespace callboard;
  const bool is_drawing = argc > 1 && std::string_view(argv[1]) == "svg";
  recoder::confine_myself(is_drawing ? recoder::kDrawingCpuSeconds : host::kRecoderCpuSeconds, host::kRecoderMemory);
  try {
    ::_exit(static_cast<int>(recoder::run({argv + 1, argv + argc})));
  } catch (const std::bad_alloc&) {
    ::_exit(static_cast<int>(host::RecoderExit::Broken));
  } catch (const std::exception&) {
    ::_exit(static_cast<int>(host::RecoderExit::Failed));
  }
}
