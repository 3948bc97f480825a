// One picture through libvips. For a process that does nothing else.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "arguments.hpp"

namespace callboard::recoder {

struct Encoded {
  int width = 0;
  int height = 0;
  std::string_view content;
};

class VipsRecoder {
 public:
  // Starts libvips; of its loaders only that of `format` ("jpeg", "png", "svg", "webp", "heic") is left.
  // Throws std::runtime_error.
  explicit VipsRecoder(std::string_view format);

  enum class Opened { Good, TooManyPixels, Broken };
  // Reads the header alone. An SVG has no pixels of its own: it is drawn as large as it is wanted.
  Opened open(std::string content, std::uint64_t most_pixels);
  // False where it cannot be decoded.
  bool encode(const Size& size, const std::function<void(const Encoded&)>& use) const;

 private:
  bool is_svg_;
  bool has_profile_ = false;  // of its colours
  std::string content_;
};

}  // namespace callboard::recoder
