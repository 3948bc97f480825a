#include "recovery_codes.hpp"

#include <algorithm>
#include <array>

#include <sodium.h>

namespace accounts {

using namespace callboard;

namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kCharacters = 10;
constexpr std::size_t kMaxTyped = 64;

std::string new_code() {
  std::string code;
  for (std::size_t i = 0; i < kCharacters; ++i) {
    if (i == kCharacters / 2) code += '-';
    code += kAlphabet[random_below(kAlphabet.size())];
  }
  return code;
}

char as_meant(char c) {
  if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (c == 'o') return '0';
  if (c == 'i' || c == 'l') return '1';
  return c;
}

bool is_separator(char c) { return c == ' ' || c == '-' || c == '\t'; }

std::string hash(std::string_view key, std::string_view code) {
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> tag{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(code.data()), code.size());
  crypto_auth_hmacsha256_final(&state, tag.data());
  std::string hex(2 * tag.size() + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), tag.data(), tag.size());
  hex.pop_back();
  return hex;
}

}  // namespace

std::vector<std::string> new_recovery_codes() {
  std::vector<std::string> codes;
  while (codes.size() < kRecoveryCodes) {
    auto code = new_code();
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(std::move(code));
  }
  return codes;
}

std::optional<std::string> read_recovery_code(std::string_view typed) {
  if (typed.size() > kMaxTyped) return std::nullopt;
  std::string code;
  for (const char c : typed) {
    if (is_separator(c)) continue;
    const char meant = as_meant(c);
    if (kAlphabet.find(meant) == std::string_view::npos) return std::nullopt;
    code += meant;
  }
  if (code.size() != kCharacters) return std::nullopt;
  return code;
}

std::vector<std::string> recovery_code_hashes(const Keys& keys, std::string_view code) {
  std::vector<std::string> hashes;
  for (const auto& key : keys.all) hashes.push_back(hash(key, code));
  return hashes;
}

}  // namespace accounts
