#include "normal_password.hpp"

#include <sodium.h>
#include <unicode/uchar.h>

#include <algorithm>

#include <callboard/encoding.hpp>
#include <callboard/unicode.hpp>

namespace accounts {

using namespace callboard;

namespace {

template <typename Text>
void wipe(Text& text) {
  sodium_memzero(text.data(), text.size() * sizeof(text[0]));
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

NormalPassword::NormalPassword(std::string_view password) {
  if (is_ascii(password) || !callboard::is_utf8(password)) {
    bytes_ = password;
    return;
  }
  auto typed = to_utf16(password);
  // All of Unicode's spaces lie in its first plane.
  for (auto& unit : typed) {
    if (u_charType(unit) == U_SPACE_SEPARATOR) unit = u' ';
  }
  auto normal = nfc(typed);
  bytes_ = to_utf8(normal);
  wipe(typed);
  wipe(normal);
}

NormalPassword::~NormalPassword() { wipe(bytes_); }

}  // namespace accounts
