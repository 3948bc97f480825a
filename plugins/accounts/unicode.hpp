// UTF-8 to UTF-16 and back, as ICU wants it. Ill-formed bytes become U+FFFD. Pure functions; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <unicode/unorm2.h>

namespace accounts {

std::u16string to_utf16(std::string_view utf8);
std::string to_utf8(std::u16string_view utf16);
std::vector<char32_t> code_points(std::string_view utf8);

const UNormalizer2* nfc();
const UNormalizer2* nfkc_casefold();
std::u16string normalized(const UNormalizer2* form, std::u16string_view text);

}  // namespace accounts
