// Signs what goes to the browser and comes back (HMAC-SHA512/256). Immutable; thread-safe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace callboard::host {

class Signer {
 public:
  static constexpr std::size_t kMacBytes = 32;
  using Mac = std::array<unsigned char, kMacBytes>;

  // One key for each purpose, derived from the site's secret, so that what was signed for one is
  // nothing to another. Throws std::invalid_argument for a secret shorter than 32 bytes.
  Signer(std::string_view secret, std::string_view purpose);

  Mac mac(std::string_view text) const;
  // `text` in URL-safe base64 with its signature. It is readable for whoever has it.
  std::string seal(std::string_view text) const;
  // The text, or nothing where the signature does not hold.
  std::optional<std::string> open(std::string_view sealed) const;

 private:
  std::array<unsigned char, 32> key_{};
};

}  // namespace callboard::host
