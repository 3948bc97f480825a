// Pictures for tests, and what is in one. The left half is red, the right half blue.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace picture_maker {

// As libvips is told it: ".jpg[Q=90]", ".png[bitdepth=16]", ".webp", ".heic".
struct Wanted {
  int width = 100;
  int height = 60;
  std::string format = ".jpg";
  int orientation = 0;       // EXIF; 0 for none
  bool with_gps = false;     // EXIF, and an XMP packet besides
  bool transparent = false;  // the left half
  bool cmyk = false;
  bool sixteen_bit = false;
};

std::string make(const Wanted& wanted);
// Two frames: the first as above, the second all green.
std::string make_animated_webp(int width, int height);
// A PNG of that many black pixels, one bit each: a few KB for each ten million.
std::string make_png_bomb(int width, int height);

struct Seen {
  int width = 0;
  int height = 0;
  int bands = 0;
  int pages = 1;
  std::string loader;
  std::vector<std::string> metadata;  // fields that tell something about where it came from
  std::vector<std::array<int, 4>> pixels;
  std::array<int, 4> at(int x, int y) const { return pixels.at(static_cast<std::size_t>(y * width + x)); }
};
Seen look(std::string_view content);

}  // namespace picture_maker
