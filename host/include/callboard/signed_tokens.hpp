// Bearer tokens for programs and devices: JWTs (RFC 7519), HMAC-SHA-256, by cpp-jwt, for one audience of this
// site alone. A token that verifies is genuine; whether it was revoked is the caller's database to say.
// Immutable; thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "callboard/api.hpp"
#include "callboard/crypto.hpp"
#include "callboard/http.hpp"
#include "callboard/services.hpp"

namespace callboard {

struct TokenClaims {
  std::string id;            // jti: 128 random bits, in hexadecimal
  std::int64_t subject = 0;  // a positive id
  Time expires;              // whole seconds
};

class CALLBOARD_API SignedTokens {
 public:
  static constexpr std::size_t kLeastKey = 32;    // bytes, as long as the hash (RFC 7518, 3.2)
  static constexpr std::size_t kMaxToken = 1024;  // bytes; our own have about 300

  // `audience` tells this site's kinds of tokens apart ("callboard:accounts"). The first key signs, all
  // verify: a token's header tells which, by a key id made of `key_name` and the key.
  // Throws std::invalid_argument for a key that is too short, or none.
  SignedTokens(std::string audience, const Keys& keys, std::string_view key_name = "key");

  std::string sign(const TokenClaims& claims, Time now) const;

  // The token's header is one that these keys sign with, so it is meant to be one of ours.
  bool recognises(std::string_view token) const;
  // Throws Unauthorized where it is not ours, was changed, has expired, or lacks a claim.
  TokenClaims verify(std::string_view token, Time now) const;

 private:
  struct Signer {
    std::string key;
    std::string key_id;
    std::string header;  // encoded, with its dot
  };
  const Signer* signer_of(std::string_view token) const;

  std::string audience_;
  std::vector<Signer> signers_;
};

// A new token's id.
CALLBOARD_API std::string random_token_id();

// The credentials of `Authorization: Bearer …` (RFC 6750), or nothing.
CALLBOARD_API std::string_view bearer_token(const Request& request);

}  // namespace callboard
