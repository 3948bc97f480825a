// Videos by libavformat, each in a process of its own (host/video), as pictures are. Thread-safe.
#pragma once

#include <filesystem>
#include <semaphore>

#include "callboard/videos.hpp"
#include "media/recoder_process.hpp"

namespace callboard::host {

class ProbedVideos : public Videos {
 public:
  static constexpr int kAtATime = 2;

  // `program` is host/video; by default it lies beside the running program.
  explicit ProbedVideos(std::filesystem::path program = program_beside_this("callboard-video"))
      : program_(std::move(program)) {}

  ProbedVideo probe(const std::filesystem::path& file, const VideoRules& rules) override;
  std::optional<EncodedPicture> poster(const std::filesystem::path& file, const PictureSize& size) override;
  VideoFault copy_bare(const std::filesystem::path& file, const std::filesystem::path& into) override;

 private:
  RecoderRun run(const std::vector<std::string>& arguments, const std::filesystem::path& file,
                 std::chrono::seconds bound, int result = -1);

  const std::filesystem::path program_;
  std::counting_semaphore<kAtATime> free_{kAtATime};
};

}  // namespace callboard::host
