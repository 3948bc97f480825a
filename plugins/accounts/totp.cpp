#include "totp.hpp"

#include <array>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <liboath/oath.h>
#include <callboard/crypto.hpp>
#include <callboard/encoding.hpp>

namespace accounts {

using namespace callboard;

namespace {

constexpr std::size_t kSecretBytes = 20;
constexpr unsigned kDigits = 6;
constexpr std::chrono::seconds kStep(30);
constexpr std::int64_t kWindow = 1;

void check(int result) {
  if (result != OATH_OK) throw std::runtime_error(std::string("liboath: ") + oath_strerror_name(result));
}

void prepare_library() {
  static const int result = oath_init();
  check(result);
}

std::string without_spaces(std::string_view typed) {
  std::string digits(typed);
  std::erase_if(digits, [](char c) { return c == ' ' || c == '\t'; });
  return digits;
}

}  // namespace

std::string new_totp_secret() { return random_bytes(kSecretBytes); }

std::string totp_secret_text(std::string_view secret) {
  prepare_library();
  char* text = nullptr;
  std::size_t length = 0;
  check(oath_base32_encode(secret.data(), secret.size(), &text, &length));
  const std::unique_ptr<char, decltype(&std::free)> owner(text, &std::free);
  std::string encoded(text, length);
  while (encoded.ends_with('=')) encoded.pop_back();
  return encoded;
}

std::string totp_uri(std::string_view issuer, std::string_view account, std::string_view secret) {
  const auto name = percent_encode(issuer);
  return "otpauth://totp/" + name + ":" + percent_encode(account) + "?secret=" + totp_secret_text(secret) +
         "&issuer=" + name;
}

std::int64_t totp_step(Time now) { return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch() / kStep; }

std::string totp_code(std::string_view secret, std::int64_t step) {
  prepare_library();
  std::array<char, kDigits + 1> code{};
  check(oath_hotp_generate(secret.data(), secret.size(), static_cast<std::uint64_t>(step), kDigits, false,
                           OATH_HOTP_DYNAMIC_TRUNCATION, code.data()));
  return {code.data(), kDigits};
}

bool looks_like_totp(std::string_view typed) {
  const auto digits = without_spaces(typed);
  return digits.size() == kDigits && digits.find_first_not_of("0123456789") == std::string::npos;
}

// All of the window is always compared; where two steps share a code, both are spent.
std::optional<std::int64_t> matching_totp_step(std::string_view secret, std::string_view typed, Time now,
                                               std::int64_t last_step) {
  if (!looks_like_totp(typed)) return std::nullopt;
  const auto code = without_spaces(typed);
  std::optional<std::int64_t> matching;
  for (auto step = totp_step(now) - kWindow; step <= totp_step(now) + kWindow; ++step) {
    const bool fits = equal_in_constant_time(totp_code(secret, step), code);
    if (fits && step > last_step) matching = step;
  }
  return matching;
}

}  // namespace accounts
