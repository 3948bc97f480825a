// What both programs are told on their command lines. A program that is told nonsense ends: the host never says any.
#pragma once

#include <charconv>
#include <stdexcept>
#include <string_view>

namespace callboard::recoder {

// Of an encoded picture; never enlarged.
struct Size {
  int width = 0;
  int height = 0;
  bool crop = false;
  bool jpeg = false;  // WebP otherwise
};

// More than 0.
template <typename Number>
Number number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value <= 0) throw std::runtime_error("a number");
  return value;
}

inline bool take_last(std::string_view& text, char letter) {
  const bool there = text.ends_with(letter);
  if (there) text.remove_suffix(1);
  return there;
}

// "640x480", and behind it "c" for cropped, "j" for JPEG.
inline Size size(std::string_view text) {
  Size result;
  result.jpeg = take_last(text, 'j');
  result.crop = take_last(text, 'c');
  const auto cross = text.find('x');
  if (cross == std::string_view::npos) throw std::runtime_error("a size");
  result.width = number<int>(text.substr(0, cross));
  result.height = number<int>(text.substr(cross + 1));
  return result;
}

}  // namespace callboard::recoder
