#include "media/vips_pictures.hpp"

#include <algorithm>
#include <fstream>

#include "callboard/errors.hpp"
#include "callboard/turn.hpp"
#include "media/picture_format.hpp"
#include "media/recoder_process.hpp"
#include "media/recoder_text.hpp"

namespace callboard::host {
namespace {

constexpr std::chrono::seconds kQueueTime{10};
constexpr std::chrono::seconds kRunTime{30};

class Place {
 public:
  explicit Place(std::counting_semaphore<VipsPictures::kAtATime>& free) : free_(free) {
    if (!free_.try_acquire_for(kQueueTime)) throw Unavailable("pictures: too many at a time");
  }
  ~Place() { free_.release(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  std::counting_semaphore<VipsPictures::kAtATime>& free_;
};

std::string head_of(const Upload& upload) {
  std::string head(kPictureHead, '\0');
  std::ifstream in(upload.file->path(), std::ios::binary);
  if (!in) throw Unavailable("pictures: the upload cannot be read");
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  return head;
}

// What can be told without decoding anything. `format` is set where there is no fault.
PictureFault look_at(const Upload& upload, const PictureRules& rules, PictureFormat& format) {
  if (upload.size > rules.most_bytes) return PictureFault::TooLarge;
  const auto found = format_of_content(head_of(upload));
  if (!found || std::find(rules.formats.begin(), rules.formats.end(), *found) == rules.formats.end()) {
    return PictureFault::UnknownFormat;
  }
  if (format_of_name(upload.name) != found) return PictureFault::WrongExtension;
  format = *found;
  return PictureFault::None;
}

const char* name_of(PictureFormat format) {
  switch (format) {
    case PictureFormat::Jpeg: return "jpeg";
    case PictureFormat::Png: return "png";
    case PictureFormat::Svg: return "svg";
    case PictureFormat::Webp: return "webp";
    case PictureFormat::Heic: return "heic";
  }
  return "";
}

std::vector<std::string> arguments_for(PictureFormat format, const PictureRules& rules) {
  std::vector<std::string> arguments{name_of(format), std::to_string(rules.most_pixels)};
  for (const auto& size : rules.sizes) {
    arguments.push_back(argument_of(size));
  }
  return arguments;
}

RecodedPicture result_of(const RecoderRun& run, std::size_t sizes) {
  if (run.exit == RecoderExit::TooManyPixels) return {PictureFault::TooManyPixels, {}};
  if (run.exit == RecoderExit::Broken) return {PictureFault::Broken, {}};
  RecodedPicture result{PictureFault::None, pictures_in(run.output)};
  if (result.sizes.size() != sizes) throw Unavailable("recoder: its output");
  return result;
}

}  // namespace

VipsPictures::VipsPictures(std::filesystem::path program) : program_(std::move(program)) {}

std::filesystem::path VipsPictures::beside_this_program() { return program_beside_this("callboard-recode"); }

RecodedPicture VipsPictures::recode(const Upload& upload, const PictureRules& rules) {
  PictureFormat format{};
  if (const auto fault = look_at(upload, rules, format); fault != PictureFault::None) return {fault, {}};
  give_up_turn();
  const Place place(free_);
  const auto run = run_recoder(program_, arguments_for(format, rules), upload.file->path(), kRunTime);
  return result_of(run, rules.sizes.size());
}

}  // namespace callboard::host
