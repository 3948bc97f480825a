#include "config/site_keys.hpp"

#include <stdexcept>

#include <sodium.h>

namespace callboard::host {
namespace {

constexpr std::size_t kLeastSecret = 32;

const unsigned char* hashed_bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string derive(std::string_view secret, std::string_view purpose) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
  if (secret.size() < kLeastSecret) throw std::invalid_argument("the session secret is shorter than 32 bytes");
  std::string key(32, '\0');
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, key.size());
  crypto_generichash_update(&state, hashed_bytes(purpose), purpose.size());
  crypto_generichash_update(&state, hashed_bytes(std::string_view("\0", 1)), 1);
  crypto_generichash_update(&state, hashed_bytes(secret), secret.size());
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(key.data()), key.size());
  return key;
}

}  // namespace

Keys derived_keys(const SessionSettings& session, std::string_view purpose) {
  Keys keys{{derive(session.secret, purpose)}};
  if (!session.previous_secret.empty()) keys.all.push_back(derive(session.previous_secret, purpose));
  return keys;
}

}  // namespace callboard::host
