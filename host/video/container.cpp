#include "container.hpp"

#include <algorithm>
#include <array>

namespace callboard::video {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kEbmlHeader = 128;

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& all) {
  return std::find(all.begin(), all.end(), text) != all.end();
}

// ISO 14496-12, 4.3; QuickTime files before it begin with another box.
Container of_boxes(std::string_view head) {
  static constexpr std::array kPictures = {"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv,
                                           "mif1"sv, "msf1"sv, "avif"sv, "avis"sv};
  static constexpr std::array kOld = {"moov"sv, "mdat"sv, "wide"sv, "free"sv, "skip"sv, "pnot"sv};
  const auto box = head.substr(4, 4);
  if (is_one_of(box, kOld)) return Container::Mov;
  if (box != "ftyp"sv) return Container::None;
  const auto brand = head.substr(8, 4);
  if (is_one_of(brand, kPictures)) return Container::None;
  return brand == "qt  "sv ? Container::Mov : Container::Mp4;
}

// The element DocType (RFC 8794, 11.2.6): its id, a length of one byte, the text.
bool says_webm(std::string_view head) {
  const auto header = head.substr(0, kEbmlHeader);
  const auto at = header.find("\x42\x82"sv);
  return at != header.npos && header.substr(at + 2).starts_with("\x84webm"sv);
}

}  // namespace

Container container_of(std::string_view head) {
  if (head.size() < 12) return Container::None;
  if (head.starts_with("\x1A\x45\xDF\xA3"sv)) return says_webm(head) ? Container::WebM : Container::None;
  return of_boxes(head);
}

}  // namespace callboard::video
