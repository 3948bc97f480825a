#include "callboard/crypto.hpp"

#include <array>
#include <stdexcept>

#include <sodium.h>

namespace callboard {
namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void initialise() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
}

constexpr std::size_t kNonce = crypto_secretbox_NONCEBYTES;
constexpr std::size_t kMac = crypto_secretbox_MACBYTES;

}  // namespace

std::string random_bytes(std::size_t count) {
  initialise();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string random_token() { return to_base64url(random_bytes(32)); }

std::uint32_t random_below(std::uint32_t limit) {
  initialise();
  return randombytes_uniform(limit);
}

std::string to_base64url(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), kVariant);
  text.pop_back();  // libsodium's terminating NUL
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const int failed = sodium_base642bin(bytes_of(bytes), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr,
                                       sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (failed != 0) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

std::string sha256(std::string_view bytes) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(bytes_of(digest), bytes_of(bytes), bytes.size());
  return digest;
}

std::string sha256_hex(std::string_view bytes) {
  const auto digest = sha256(bytes);
  std::string text(digest.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes_of(digest), digest.size());
  text.pop_back();
  return text;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string seal(const Keys& keys, std::string_view text) {
  auto sealed = random_bytes(kNonce);
  sealed.resize(kNonce + kMac + text.size());
  crypto_secretbox_easy(bytes_of(sealed) + kNonce, bytes_of(text), text.size(), bytes_of(sealed),
                        bytes_of(keys.current()));
  return to_base64url(sealed);
}

std::optional<std::string> open_sealed(const Keys& keys, std::string_view sealed) {
  const auto bytes = from_base64url(sealed);
  if (!bytes || bytes->size() < kNonce + kMac) return std::nullopt;
  std::string text(bytes->size() - kNonce - kMac, '\0');
  for (const auto& key : keys.all) {
    if (crypto_secretbox_open_easy(bytes_of(text), bytes_of(*bytes) + kNonce, bytes->size() - kNonce, bytes_of(*bytes),
                                   bytes_of(key)) == 0) {
      return text;
    }
  }
  return std::nullopt;
}

}  // namespace callboard
