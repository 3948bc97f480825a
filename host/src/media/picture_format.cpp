#include "media/picture_format.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

namespace callboard::host {
namespace {

using namespace std::string_view_literals;

// ISO 14496-12, 4.3: a box "ftyp" with the major brand, a version, and the compatible brands.
bool is_heic(std::string_view head) {
  if (head.size() < 16 || head.substr(4, 4) != "ftyp"sv) return false;
  const auto byte = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(head[at])); };
  const auto end = std::min(head.size(), byte(2) << 8U | byte(3));
  for (std::size_t at = 8; at + 4 <= end; at += 4) {
    const auto brand = head.substr(at, 4);
    if (brand == "heic"sv || brand == "heix"sv || brand == "heim"sv || brand == "heis"sv) return true;
  }
  return false;
}

// A text with an <svg> element soon enough.
bool is_svg(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF"sv)) head.remove_prefix(3);
  const auto start = head.find_first_not_of(" \t\r\n"sv);
  if (start == head.npos || head[start] != '<' || head.find('\0') != head.npos) return false;
  return head.find("<svg"sv) != head.npos && head.find("<html"sv) == head.npos;
}

}  // namespace

std::optional<PictureFormat> format_of_content(std::string_view head) {
  if (head.starts_with("\xFF\xD8\xFF"sv)) return PictureFormat::Jpeg;
  if (head.starts_with("\x89PNG\r\n\x1A\n"sv)) return PictureFormat::Png;
  if (head.starts_with("RIFF"sv) && head.size() >= 12 && head.substr(8, 4) == "WEBP"sv) return PictureFormat::Webp;
  if (is_heic(head)) return PictureFormat::Heic;
  if (is_svg(head)) return PictureFormat::Svg;
  return std::nullopt;
}

std::optional<PictureFormat> format_of_name(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, PictureFormat>, 6> kExtensions{
      {{"jpg", PictureFormat::Jpeg},
       {"jpeg", PictureFormat::Jpeg},
       {"png", PictureFormat::Png},
       {"svg", PictureFormat::Svg},
       {"webp", PictureFormat::Webp},
       {"heic", PictureFormat::Heic}}};
  const auto dot = name.rfind('.');
  if (dot == name.npos) return std::nullopt;
  std::string extension(name.substr(dot + 1));
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const auto& [known, format] : kExtensions) {
    if (known == extension) return format;
  }
  return std::nullopt;
}

}  // namespace callboard::host
