// Device tokens: the SDK's signed tokens, for the site's cabinets alone. Immutable; thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <callboard/signed_tokens.hpp>

#include "loan_repository.hpp"

namespace key_cabinet {

struct DeviceToken {
  std::string jti;
  CabinetId cabinet{};
  callboard::Time expires;  // whole seconds
};

class DeviceTokens {
 public:
  static constexpr std::size_t kLeastKey = callboard::SignedTokens::kLeastKey;  // bytes

  // Throws std::invalid_argument for a key that is too short.
  explicit DeviceTokens(const std::string& key);

  std::string sign(const DeviceToken& token, callboard::Time now) const;

  // The token's header is the one this key signs with, so that it is meant to be one of ours.
  bool recognises(std::string_view encoded) const { return tokens_.recognises(encoded); }
  // Throws Unauthorized where it is not ours, was changed, has expired, or lacks a claim.
  DeviceToken verify(std::string_view encoded, callboard::Time now) const;

 private:
  callboard::SignedTokens tokens_;
};

}  // namespace key_cabinet
