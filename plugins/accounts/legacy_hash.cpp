#include "legacy_hash.hpp"

#include <openssl/evp.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <callboard/crypto.hpp>

namespace accounts {

namespace {

constexpr std::uint64_t kMostRounds = 10'000'000;
constexpr std::uint64_t kWerkzeugRounds = 260'000;  // where a hash does not say
constexpr std::uint64_t kMostMemory = 128ULL << 20;
constexpr std::uint64_t kMostWork = 4ULL << 20;  // scrypt's N·r·p: some seconds
constexpr std::size_t kScryptBytes = 64;
constexpr std::size_t kLongestHash = 512;  // as the table keeps them

struct Pbkdf2 {
  const EVP_MD* digest = nullptr;
  std::uint64_t rounds = 0;
};
struct Scrypt {
  std::uint64_t n = 0, r = 0, p = 0;
};
struct LegacyHash {
  std::optional<Pbkdf2> pbkdf2;
  std::optional<Scrypt> scrypt;
  std::string salt;
  std::string checksum;
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// Decimal digits alone, from 1 up to `most`.
std::optional<std::uint64_t> number(std::string_view text, std::uint64_t most) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value == 0 || value > most) return std::nullopt;
  return value;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]);
    const int low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return bytes;
}

// passlib's base64: '.' for '+', no padding; '/' stays.
std::optional<std::string> from_ab64(std::string_view text) {
  std::string url_safe;
  for (const char c : text) {
    if (c == '-' || c == '_') return std::nullopt;
    url_safe.push_back(c == '.' ? '-' : c == '/' ? '_' : c);
  }
  return callboard::from_base64url(url_safe);
}

const EVP_MD* digest_named(std::string_view name) {
  if (name == "sha1") return EVP_sha1();
  if (name == "sha256") return EVP_sha256();
  if (name == "sha512") return EVP_sha512();
  return nullptr;
}

std::optional<LegacyHash> parse_passlib(const std::vector<std::string_view>& parts) {
  const auto rounds = number(parts[2], kMostRounds);
  auto salt = from_ab64(parts[3]);
  auto checksum = from_ab64(parts[4]);
  if (!rounds || !salt || !checksum) return std::nullopt;
  return LegacyHash{Pbkdf2{EVP_sha256(), *rounds}, {}, std::move(*salt), std::move(*checksum)};
}

std::optional<Pbkdf2> parse_pbkdf2(const std::vector<std::string_view>& method) {
  if (method.size() < 2 || method.size() > 3) return std::nullopt;
  const auto* digest = digest_named(method[1]);
  const auto rounds = method.size() == 3 ? number(method[2], kMostRounds) : std::optional(kWerkzeugRounds);
  if (digest == nullptr || !rounds) return std::nullopt;
  return Pbkdf2{digest, *rounds};
}

std::optional<Scrypt> parse_scrypt(const std::vector<std::string_view>& method) {
  if (method.size() != 4) return std::nullopt;
  const auto n = number(method[1], kMostMemory);
  const auto r = number(method[2], 1024);
  const auto p = number(method[3], 1024);
  if (!n || !r || !p || *n < 2 || (*n & (*n - 1)) != 0) return std::nullopt;
  if (128 * *r * (*n + *p) > kMostMemory || *n * *r * *p > kMostWork) return std::nullopt;
  return Scrypt{*n, *r, *p};
}

std::optional<LegacyHash> parse_werkzeug(const std::vector<std::string_view>& parts) {
  const auto method = split(parts[0], ':');
  auto checksum = from_hex(parts[2]);
  if (!checksum || parts[1].empty()) return std::nullopt;
  LegacyHash hash{{}, {}, std::string(parts[1]), std::move(*checksum)};
  if (method[0] == "pbkdf2") hash.pbkdf2 = parse_pbkdf2(method);
  if (method[0] == "scrypt") hash.scrypt = parse_scrypt(method);
  if (!hash.pbkdf2 && !hash.scrypt) return std::nullopt;
  return hash;
}

bool is_sound(const LegacyHash& hash) {
  const auto size = hash.scrypt ? kScryptBytes : static_cast<std::size_t>(EVP_MD_get_size(hash.pbkdf2->digest));
  return hash.checksum.size() == size;
}

std::optional<LegacyHash> parse(std::string_view text) {
  if (text.size() > kLongestHash) return std::nullopt;
  const auto parts = split(text, '$');
  std::optional<LegacyHash> hash;
  if (parts.size() == 5 && parts[0].empty() && parts[1] == "pbkdf2-sha256") hash = parse_passlib(parts);
  if (parts.size() == 3) hash = parse_werkzeug(parts);
  return hash && is_sound(*hash) ? hash : std::nullopt;
}

const unsigned char* salt_bytes(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }

bool derive(const LegacyHash& hash, std::string_view password, std::string& derived) {
  auto* out = reinterpret_cast<unsigned char*>(derived.data());
  if (hash.scrypt) {
    const auto& [n, r, p] = *hash.scrypt;
    return EVP_PBE_scrypt(password.data(), password.size(), salt_bytes(hash.salt), hash.salt.size(), n, r, p,
                          2 * kMostMemory, out, derived.size()) == 1;
  }
  return PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), salt_bytes(hash.salt),
                           static_cast<int>(hash.salt.size()), static_cast<int>(hash.pbkdf2->rounds),
                           hash.pbkdf2->digest, static_cast<int>(derived.size()), out) == 1;
}

}  // namespace

bool is_known_hash(std::string_view hash) { return parse(hash).has_value(); }

bool legacy_hash_holds(std::string_view hash, std::string_view password) {
  const auto parsed = parse(hash);
  if (!parsed) return false;
  // The libraries above take a null pointer for "no password given".
  if (password.data() == nullptr) password = "";
  std::string derived(parsed->checksum.size(), '\0');
  return derive(*parsed, password, derived) && callboard::equal_in_constant_time(derived, parsed->checksum);
}

}  // namespace accounts
