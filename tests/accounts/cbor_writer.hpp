// CBOR by hand, so that a test may also write what no library would.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace accounts::cbor {

inline std::string big_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 0xff);
  return text;
}

inline std::string head(unsigned major, std::uint64_t value) {
  const auto first = [major](std::uint64_t low) { return std::string(1, static_cast<char>(major << 5 | low)); };
  if (value < 24) return first(value);
  if (value < 0x100) return first(24) + big_endian(value, 1);
  if (value < 0x10000) return first(25) + big_endian(value, 2);
  if (value < 0x100000000) return first(26) + big_endian(value, 4);
  return first(27) + big_endian(value, 8);
}

inline std::string integer(std::int64_t value) {
  return value < 0 ? head(1, static_cast<std::uint64_t>(-1 - value)) : head(0, static_cast<std::uint64_t>(value));
}
inline std::string bytes(std::string_view content) { return head(2, content.size()) + std::string(content); }
inline std::string text(std::string_view content) { return head(3, content.size()) + std::string(content); }

// Of items that alternate: key, value, key, value.
inline std::string map(std::initializer_list<std::string> items) {
  std::string encoded = head(5, items.size() / 2);
  for (const auto& item : items) encoded += item;
  return encoded;
}

}  // namespace accounts::cbor
