// What is said to the processes that decode, and how their answers are read. Pure functions.
#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "callboard/errors.hpp"
#include "callboard/pictures.hpp"

namespace callboard::host {

// "320x180", then "c": cropped, "j": as JPEG.
std::string argument_of(const PictureSize& size);

// Pictures, each behind a line with its width, height and bytes. Throws Unavailable for anything else.
std::vector<EncodedPicture> pictures_in(std::string_view output);

// Takes a number and the character behind it. Throws Unavailable.
template <typename Number>
Number take_number(std::string_view& output, char end) {
  Number number{};
  const auto [at, error] = std::from_chars(output.data(), output.data() + output.size(), number);
  const auto length = static_cast<std::size_t>(at - output.data());
  if (error != std::errc() || length >= output.size() || *at != end) throw Unavailable("recoder: its output");
  output.remove_prefix(length + 1);
  return number;
}

}  // namespace callboard::host
