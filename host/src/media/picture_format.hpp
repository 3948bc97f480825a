// Which format a picture has: by what it contains, and by what its name says. Pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "callboard/pictures.hpp"

namespace callboard::host {

// How much of a file must be seen to know its format.
inline constexpr std::size_t kPictureHead = 1000;

std::optional<PictureFormat> format_of_content(std::string_view head);
// By the extension, in whatever case.
std::optional<PictureFormat> format_of_name(std::string_view name);

}  // namespace callboard::host
