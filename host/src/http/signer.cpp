#include "http/signer.hpp"

#include <sodium.h>

#include <stdexcept>

namespace callboard::host {
namespace {

constexpr std::size_t kLeastSecret = 32;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
std::string_view text_of(const Signer::Mac& mac) { return {reinterpret_cast<const char*>(mac.data()), mac.size()}; }

}  // namespace

static_assert(Signer::kMacBytes == crypto_auth_BYTES);

Signer::Signer(std::string_view secret, std::string_view purpose) {
  static_assert(std::tuple_size_v<decltype(key_)> == crypto_auth_KEYBYTES);
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
  if (secret.size() < kLeastSecret) throw std::invalid_argument("the session secret is shorter than 32 bytes");
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, key_.size());
  crypto_generichash_update(&state, bytes_of(purpose), purpose.size());
  crypto_generichash_update(&state, bytes_of(std::string_view("\0", 1)), 1);
  crypto_generichash_update(&state, bytes_of(secret), secret.size());
  crypto_generichash_final(&state, key_.data(), key_.size());
}

Signer::Mac Signer::mac(std::string_view text) const {
  Mac mac;
  crypto_auth(mac.data(), bytes_of(text), text.size(), key_.data());
  return mac;
}

std::string Signer::seal(std::string_view text) const { return to_base64(text) + "." + to_base64(text_of(mac(text))); }

std::optional<std::string> Signer::open(std::string_view sealed) const {
  const auto dot = sealed.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  auto text = from_base64(sealed.substr(0, dot));
  const auto signature = from_base64(sealed.substr(dot + 1));
  if (!text || !signature || signature->size() != kMacBytes) return std::nullopt;
  if (crypto_auth_verify(bytes_of(*signature), bytes_of(*text), text->size(), key_.data()) != 0) return std::nullopt;
  return text;
}

std::string to_base64(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), kVariant);
  text.pop_back();  // libsodium's terminating NUL
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                       text.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (failed != 0) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace callboard::host
