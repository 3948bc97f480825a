// Device tokens: JWTs, signed with HMAC-SHA-256 by this site and for its cabinets alone. Immutable,
// thread-safe. A token that verifies is genuine; whether it was revoked is the database's to say.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <callboard/services.hpp>

#include "loan_repository.hpp"

namespace key_cabinet {

struct DeviceToken {
  std::string jti;  // 128 random bits, in hexadecimal
  CabinetId cabinet{};
  callboard::Time expires;  // whole seconds
};

class DeviceTokens {
 public:
  static constexpr std::size_t kLeastKey = 32;    // bytes, as long as the hash (RFC 7518, 3.2)
  static constexpr std::size_t kMaxToken = 1024;  // bytes; our own have about 300

  // Throws std::invalid_argument for a key that is too short.
  explicit DeviceTokens(std::string key);

  std::string sign(const DeviceToken& token, callboard::Time now) const;

  // The token's header is the one this key signs with, so that it is meant to be one of ours.
  bool recognises(std::string_view encoded) const;
  // Throws Unauthorized where it is not ours, was changed, has expired, or lacks a claim.
  DeviceToken verify(std::string_view encoded, callboard::Time now) const;

 private:
  std::string key_;
  std::string key_id_;
  std::string header_;  // encoded, with its dot
};

std::string random_jti();

}  // namespace key_cabinet
