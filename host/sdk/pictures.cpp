#include "callboard/pictures.hpp"

#include <algorithm>
#include <array>

namespace callboard {
namespace {

struct Naming {
  PictureFormat format;
  const char* name;
};
constexpr std::array<Naming, 5> kNames{{{PictureFormat::Jpeg, "JPEG"},
                                        {PictureFormat::Png, "PNG"},
                                        {PictureFormat::Svg, "SVG"},
                                        {PictureFormat::Webp, "WebP"},
                                        {PictureFormat::Heic, "HEIC"}}};

const char* name_of(PictureFormat format) {
  const auto found = std::find_if(kNames.begin(), kNames.end(), [&](const auto& n) { return n.format == format; });
  return found == kNames.end() ? "" : found->name;
}

Text unknown_format(const std::vector<PictureFormat>& formats) {
  if (formats.size() == 1) return _("The picture must be a {format} file.").with("format", name_of(formats.front()));
  std::string all_but_last;
  for (std::size_t i = 0; i + 1 < formats.size(); ++i) {
    all_but_last += (i == 0 ? "" : ", ") + std::string(name_of(formats[i]));
  }
  return _("The picture must be a {formats} or {last} file.")
      .with("formats", all_but_last)
      .with("last", formats.empty() ? "" : name_of(formats.back()));
}

Text too_large_text(std::uint64_t bytes) {
  constexpr std::uint64_t kKilobyte = 1024;
  constexpr std::uint64_t kMegabyte = kKilobyte * kKilobyte;
  if (bytes >= kMegabyte) {
    return _("The picture is larger than {count} MB.").with("count", static_cast<long long>(bytes / kMegabyte));
  }
  return _("The picture is larger than {count} KB.").with("count", static_cast<long long>(bytes / kKilobyte));
}

Text too_many_pixels(std::uint64_t pixels) {
  constexpr std::uint64_t kMillion = 1'000'000;
  if (pixels < kMillion) {
    return _("The picture has more than {count} pixels. Please make it smaller.")
        .with("count", static_cast<long long>(pixels));
  }
  return _("The picture has more than {count} megapixels. Please make it smaller.")
      .with("count", static_cast<long long>(pixels / kMillion));
}

}  // namespace

Text text_of(PictureFault fault, const PictureRules& rules) {
  switch (fault) {
    case PictureFault::None: return {};
    case PictureFault::TooLarge: return too_large_text(rules.most_bytes);
    case PictureFault::TooManyPixels: return too_many_pixels(rules.most_pixels);
    case PictureFault::UnknownFormat: return unknown_format(rules.formats);
    case PictureFault::WrongExtension:
      return _("The ending of the file's name does not fit what is in the file. Please save the picture again.");
    case PictureFault::Broken:
      // A HEIC may also hold what this machine's library does not know.
      return _(
          "The picture cannot be read: the file is damaged, incomplete or too complicated. Please save it as JPEG and "
          "try again.");
  }
  return {};
}

}  // namespace callboard
