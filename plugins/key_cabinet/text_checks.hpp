// What a text from outside must not contain. Pure functions over valid UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace key_cabinet {

// Code points.
std::size_t characters(std::string_view text);
// Unicode's category Cc.
bool has_control_character(std::string_view text);

}  // namespace key_cabinet
