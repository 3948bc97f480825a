#include "fault_texts.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace portfolio {

using namespace callboard;

namespace {

// In the order of the enums.
constexpr std::array<std::string_view, 6> kPictureFaults{"none",           "too_large",       "too_many_pixels",
                                                         "unknown_format", "wrong_extension", "broken"};
constexpr std::array<std::string_view, 8> kVideoFaults{
    "none", "too_large", "too_long", "too_many_pixels", "unknown_format", "unknown_codec", "no_pictures", "broken"};

constexpr std::array<std::string_view, 6> kPhotoEndings{"jpg", "jpeg", "png", "webp", "heic", "svg"};
constexpr std::array<std::string_view, 4> kVideoEndings{"mp4", "m4v", "mov", "webm"};

std::string ending_of(const std::string& file_name) {
  const auto dot = file_name.rfind('.');
  auto ending = dot == std::string::npos ? std::string() : file_name.substr(dot + 1);
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return ending;
}

template <typename Fault, std::size_t N>
Fault fault_in(const std::array<std::string_view, N>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? Fault::Broken : static_cast<Fault>(found - names.begin());
}

}  // namespace

std::string fault_name(PictureFault fault) { return std::string(kPictureFaults.at(static_cast<std::size_t>(fault))); }
std::string fault_name(VideoFault fault) { return std::string(kVideoFaults.at(static_cast<std::size_t>(fault))); }

Text fault_text(const Item& item, const Settings& settings) {
  if (item.fault == kNotProcessed) return _("It could not be processed. You can try again.");
  if (item.kind == Kind::Photo)
    return text_of(fault_in<PictureFault>(kPictureFaults, item.fault), photo_rules(settings));
  return text_of(fault_in<VideoFault>(kVideoFaults, item.fault), settings.video);
}

std::optional<Text> name_fault(Kind kind, const std::string& file_name, const Settings& settings) {
  const auto ending = ending_of(file_name);
  const auto is_it = [&](const auto& endings) {
    return ending.empty() || std::find(endings.begin(), endings.end(), ending) != endings.end();
  };
  if (kind == Kind::Photo && !is_it(kPhotoEndings)) return text_of(PictureFault::UnknownFormat, photo_rules(settings));
  if (kind == Kind::Video && !is_it(kVideoEndings)) return text_of(VideoFault::UnknownFormat, settings.video);
  return std::nullopt;
}

}  // namespace portfolio
