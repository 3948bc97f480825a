// The key that signs what a cabinet is given to decide alone: ES256 (RFC 7518, 3.4). Immutable; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "openssl_handles.hpp"

namespace key_cabinet {

class SnapshotKey {
 public:
  static SnapshotKey make();
  // Throws CryptoError where it is no private key on P-256.
  static SnapshotKey from_pem(std::string_view private_pem);

  // r || s, 64 bytes, as a JWS has it.
  std::string sign_es256(std::string_view message) const;

  // What a cabinet is given at its enrolment to check signatures with.
  std::string public_pem() const;
  std::string private_pem() const;
  // The first 16 hexadecimal digits of the SHA-256 of the public key's SubjectPublicKeyInfo.
  const std::string& kid() const { return kid_; }

 private:
  explicit SnapshotKey(KeyHandle key);

  KeyHandle key_;
  std::string kid_;
};

}  // namespace key_cabinet
