// Pictures by libvips, each decoded in a process of its own (host/recoder): so the host has neither its libraries nor
// its memory, and what a hostile picture does ends with that process. Thread-safe.
#pragma once

#include <filesystem>
#include <semaphore>

#include "callboard/pictures.hpp"

namespace callboard::host {

class VipsPictures : public Pictures {
 public:
  static constexpr int kAtATime = 2;

  // `program` is host/recoder; by default it lies beside the running program.
  explicit VipsPictures(std::filesystem::path program = beside_this_program());
  RecodedPicture recode(const Upload& upload, const PictureRules& rules) override;

 private:
  static std::filesystem::path beside_this_program();

  const std::filesystem::path program_;
  std::counting_semaphore<kAtATime> free_{kAtATime};
};

}  // namespace callboard::host
