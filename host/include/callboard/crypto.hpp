// Small pieces of cryptography that plugins need, by libsodium. Pure functions; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "callboard/api.hpp"

namespace callboard {

// Cryptographically strong.
CALLBOARD_API std::string random_bytes(std::size_t count);
// A fresh secret for a cookie or a link, in URL-safe base64: 256 bits, 43 characters.
CALLBOARD_API std::string random_token();
// An integer from 0 up to, not including, `limit`, each as likely as the others.
CALLBOARD_API std::uint32_t random_below(std::uint32_t limit);

// URL-safe base64 without padding (RFC 4648, 5).
CALLBOARD_API std::string to_base64url(std::string_view bytes);
// Nothing where the text is no such encoding.
CALLBOARD_API std::optional<std::string> from_base64url(std::string_view text);

// 32 bytes.
CALLBOARD_API std::string sha256(std::string_view bytes);
// The same in hexadecimal, 64 characters: how random tokens are kept, so that a stolen table opens nothing.
CALLBOARD_API std::string sha256_hex(std::string_view bytes);

// In a time that depends on the lengths alone.
CALLBOARD_API bool equal_in_constant_time(std::string_view a, std::string_view b);

// The site's keys for one purpose, derived from its secret and, while that is being rotated, the one
// before: the first makes, all open. Each has 32 bytes.
struct Keys {
  std::vector<std::string> all;
  const std::string& current() const { return all.front(); }
};

// Encrypted and authenticated (XSalsa20-Poly1305) under the current key, in URL-safe base64.
CALLBOARD_API std::string seal(const Keys& keys, std::string_view text);
// The text, or nothing where it was not sealed with one of these keys, or was changed since.
CALLBOARD_API std::optional<std::string> open_sealed(const Keys& keys, std::string_view sealed);

}  // namespace callboard
