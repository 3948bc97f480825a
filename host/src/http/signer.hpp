// Signs what goes to the browser and comes back (HMAC-SHA512/256). Immutable; thread-safe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "callboard/crypto.hpp"

namespace callboard::host {

class Signer {
 public:
  static constexpr std::size_t kMacBytes = 32;
  using Mac = std::array<unsigned char, kMacBytes>;

  // The first key signs, all are accepted. Throws std::invalid_argument for keys that are not of 32 bytes.
  explicit Signer(Keys keys);

  Mac mac(std::string_view text) const;
  // Whether one of the keys made `mac` for this text.
  bool holds(std::string_view mac, std::string_view text) const;
  // `text` in URL-safe base64 with its signature. It is readable for whoever has it.
  std::string seal(std::string_view text) const;
  // The text, or nothing where the signature does not hold.
  std::optional<std::string> open(std::string_view sealed) const;

 private:
  Keys keys_;
};

inline std::string_view text_of(const Signer::Mac& mac) {
  return {reinterpret_cast<const char*>(mac.data()), mac.size()};
}

}  // namespace callboard::host
