// UTF-8 to UTF-16 and back, as ICU wants it, and the forms by which texts are compared. Ill-formed bytes become U+FFFD.
// Pure functions; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "callboard/api.hpp"

namespace callboard {

CALLBOARD_API std::u16string to_utf16(std::string_view utf8);
CALLBOARD_API std::string to_utf8(std::u16string_view utf16);
CALLBOARD_API std::vector<char32_t> code_points(std::string_view utf8);

// Normalization Form C (UAX 15): one way to write each character.
CALLBOARD_API std::u16string nfc(std::u16string_view text);
// NFKC_Casefold (Unicode 3.13, R5): equal for texts that differ in case, width or the like alone.
CALLBOARD_API std::u16string nfkc_casefold(std::u16string_view text);
inline std::string nfkc_casefold(std::string_view utf8) { return to_utf8(nfkc_casefold(to_utf16(utf8))); }

// The words of a text, folded, each once, in the order of their bytes: letters, digits and marks that stand together.
CALLBOARD_API std::vector<std::string> folded_words(std::string_view utf8);

}  // namespace callboard
