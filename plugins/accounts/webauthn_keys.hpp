// Public keys of passkeys, by libfido2. Pure; thread-safe.
#pragma once

#include <memory>
#include <string>

#include "webauthn.hpp"

namespace accounts {

// A key in the form that fido_assert_verify takes. Throws WebauthnRefusal where the bytes are no key of this algorithm,
// such as two coordinates that are no point of the curve.
std::shared_ptr<const void> read_public_key(PasskeyAlgorithm algorithm, const std::string& bytes);

// As libfido2 takes them.
inline const unsigned char* fido_bytes(const std::string& bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace accounts
