// A size for people. Pure function.
#pragma once

#include <cstdint>

#include <callboard/text.hpp>

namespace theatre_admin {

// Whole units, of at least two digits from kilobytes on: "812 bytes", "48 KB", "9216 KB", "31 MB".
inline callboard::Text bytes_text(std::uint64_t bytes) {
  constexpr std::uint64_t kUnit = 1024;
  constexpr std::uint64_t kEnough = 10 * kUnit;
  const auto count = [](std::uint64_t n) { return static_cast<long long>(n); };
  using callboard::_;
  if (bytes < kUnit) return callboard::plural("{count} byte", "{count} bytes", count(bytes));
  if (bytes < kEnough * kUnit) return _("{size} KB").with("size", count((bytes + kUnit / 2) / kUnit));
  const auto megabytes = (bytes + kUnit * kUnit / 2) / (kUnit * kUnit);
  if (megabytes < kEnough) return _("{size} MB").with("size", count(megabytes));
  return _("{size} GB").with("size", count((megabytes + kUnit / 2) / kUnit));
}

}  // namespace theatre_admin
