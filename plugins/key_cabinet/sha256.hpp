// SHA-256 of a text, in hexadecimal. Pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace key_cabinet {

std::string sha256_hex(std::string_view text);
std::string hex(std::span<const unsigned char> bytes);

}  // namespace key_cabinet
