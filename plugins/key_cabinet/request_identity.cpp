#include "request_identity.hpp"

#include <algorithm>

#include <callboard/crypto.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

constexpr std::size_t kLongestKey = 64;

// Where it goes, how it is to be read, and every byte of it.
std::string fingerprint(const Request& request) {
  return sha256_hex(request.path() + '\n' + request.media_type() + '\n' + request.body());
}

}  // namespace

std::optional<RequestIdentity> identity_of(const Request& request, CabinetId cabinet) {
  const auto key = request.header("Idempotency-Key");
  if (!key) return std::nullopt;
  const bool printable = std::all_of(key->begin(), key->end(), [](char c) { return c > ' ' && c < 0x7F; });
  if (key->empty() || key->size() > kLongestKey || !printable) {
    throw BadRequest(_("The Idempotency-Key must have 1 to 64 printable characters."), "a bad Idempotency-Key");
  }
  return RequestIdentity{cabinet, std::string(*key), fingerprint(request)};
}

}  // namespace key_cabinet
