#include "http/signer.hpp"

#include <sodium.h>

#include <stdexcept>

#include "callboard/crypto.hpp"

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

std::string Signer::seal(std::string_view text) const {
  return to_base64url(text) + "." + to_base64url(text_of(mac(text)));
}

std::optional<std::string> Signer::open(std::string_view sealed) const {
  const auto dot = sealed.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  auto text = from_base64url(sealed.substr(0, dot));
  const auto signature = from_base64url(sealed.substr(dot + 1));
  if (!text || !signature || signature->size() != kMacBytes) return std::nullopt;
  if (crypto_auth_verify(bytes_of(*signature), bytes_of(*text), text->size(), key_.data()) != 0) return std::nullopt;
  return text;
}

}  // namespace callboard::host
