#include "callboard/unicode.hpp"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <stdexcept>

namespace callboard {

namespace {

// Runs an ICU function that fills a buffer and says how much there is.
template <typename Character, typename Fill>
std::basic_string<Character> filled(std::size_t guess, const Fill& fill) {
  std::basic_string<Character> result(guess, Character{});
  for (;;) {
    UErrorCode error = U_ZERO_ERROR;
    const auto size = static_cast<std::size_t>(fill(result.data(), static_cast<int32_t>(result.size()), &error));
    result.resize(size);
    if (error == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_FAILURE(error)) throw std::runtime_error(std::string("ICU: ") + u_errorName(error));
    return result;
  }
}

const UNormalizer2* loaded(const UNormalizer2* (*load)(UErrorCode*)) {
  UErrorCode error = U_ZERO_ERROR;
  const auto* form = load(&error);
  if (U_FAILURE(error)) throw std::runtime_error(std::string("ICU: ") + u_errorName(error));
  return form;
}

std::u16string normalized(const UNormalizer2* form, std::u16string_view text) {
  return filled<char16_t>(text.size() + 16, [&](char16_t* out, int32_t room, UErrorCode* error) {
    return unorm2_normalize(form, text.data(), static_cast<int32_t>(text.size()), out, room, error);
  });
}

}  // namespace

std::u16string to_utf16(std::string_view utf8) {
  return filled<char16_t>(utf8.size(), [&](char16_t* out, int32_t room, UErrorCode* error) {
    int32_t size = 0;
    u_strFromUTF8WithSub(out, room, &size, utf8.data(), static_cast<int32_t>(utf8.size()), 0xFFFD, nullptr, error);
    return size;
  });
}

std::string to_utf8(std::u16string_view utf16) {
  return filled<char>(3 * utf16.size(), [&](char* out, int32_t room, UErrorCode* error) {
    int32_t size = 0;
    u_strToUTF8WithSub(out, room, &size, utf16.data(), static_cast<int32_t>(utf16.size()), 0xFFFD, nullptr, error);
    return size;
  });
}

std::vector<char32_t> code_points(std::string_view utf8) {
  const auto text = to_utf16(utf8);
  std::vector<char32_t> result;
  for (std::size_t i = 0; i < text.size();) {
    UChar32 c = 0;
    U16_NEXT(text.data(), i, text.size(), c);
    result.push_back(static_cast<char32_t>(c));
  }
  return result;
}

std::u16string nfc(std::u16string_view text) { return normalized(loaded(unorm2_getNFCInstance), text); }
std::u16string nfkc_casefold(std::u16string_view text) {
  return normalized(loaded(unorm2_getNFKCCasefoldInstance), text);
}

std::vector<std::string> folded_words(std::string_view utf8) {
  const auto text = nfkc_casefold(to_utf16(utf8));
  std::vector<std::string> words;
  std::size_t begin = 0;
  const auto end_word = [&](std::size_t end) {
    if (end > begin) words.push_back(to_utf8(std::u16string_view(text).substr(begin, end - begin)));
  };
  for (std::size_t i = 0; i < text.size();) {
    const auto at = i;
    UChar32 c = 0;
    U16_NEXT(text.data(), i, text.size(), c);
    if (u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0) continue;
    end_word(at);
    begin = i;
  }
  end_word(text.size());
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace callboard
