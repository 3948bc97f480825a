#include "media/recoder_text.hpp"

#include <fmt/format.h>

namespace callboard::host {

std::string argument_of(const PictureSize& size) {
  return fmt::format("{}x{}{}{}", size.width, size.height, size.crop ? "c" : "",
                     size.encoding == PictureEncoding::Jpeg ? "j" : "");
}

std::vector<EncodedPicture> pictures_in(std::string_view output) {
  std::vector<EncodedPicture> pictures;
  while (!output.empty()) {
    EncodedPicture picture;
    picture.width = take_number<int>(output, ' ');
    picture.height = take_number<int>(output, ' ');
    const auto bytes = take_number<std::size_t>(output, '\n');
    if (bytes > output.size()) throw Unavailable("recoder: its output");
    picture.content = output.substr(0, bytes);
    output.remove_prefix(bytes);
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

}  // namespace callboard::host
