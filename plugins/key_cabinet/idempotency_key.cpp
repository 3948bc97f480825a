#include "idempotency_key.hpp"

#include <algorithm>

#include <callboard/crypto.hpp>

namespace key_cabinet {

using namespace callboard;

std::optional<std::string> idempotency_key(const Request& request) {
  const auto key = request.header("Idempotency-Key");
  if (!key) return std::nullopt;
  const bool printable = std::all_of(key->begin(), key->end(), [](char c) { return c > ' ' && c < 0x7F; });
  if (key->empty() || key->size() > 64 || !printable) {
    throw BadRequest(_("The Idempotency-Key must have 1 to 64 printable characters."), "a bad Idempotency-Key");
  }
  return std::string(*key);
}

std::string request_fingerprint(const Request& request) {
  return sha256_hex(request.path() + '\n' + request.media_type() + '\n' + request.body());
}

}  // namespace key_cabinet
