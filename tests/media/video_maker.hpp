// Videos for tests, made by ffmpeg when they are needed; tiny, since each costs time. The left half is red, the right
// half blue.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace callboard::host {

struct WantedVideo {
  std::string name = "a.mp4";
  std::string codecs = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac";
  std::string filter = {};  // over the picture
  std::string more = {};    // options of the output
  int seconds = 2;
  bool through_a_pipe = false;  // so that nothing can be written into its head afterwards
};

inline std::filesystem::path make_video(const std::filesystem::path& folder, const WantedVideo& wanted) {
  const auto path = folder / wanted.name;
  const auto length = ":duration=" + std::to_string(wanted.seconds);
  const auto ending = wanted.name.substr(wanted.name.rfind('.') + 1);
  auto command = "ffmpeg -hide_banner -loglevel error -nostdin -y -f lavfi -i color=red:size=80x90:rate=5" + length +
                 ",pad=160:90:0:0:blue" + (wanted.filter.empty() ? "" : "," + wanted.filter) +
                 " -f lavfi -i sine=sample_rate=48000" + length + " " + wanted.codecs + " " + wanted.more;
  command += wanted.through_a_pipe ? " -f " + ending + " - > " + path.string() : " " + path.string();
  if (std::system((command + " 2>/dev/null").c_str()) != 0) throw std::runtime_error("ffmpeg: " + command);
  return path;
}

}  // namespace callboard::host
