#include "device_tokens.hpp"

namespace key_cabinet {

using namespace callboard;

// Audience and key name are in tokens that cabinets have kept for years: they stay as they are.
DeviceTokens::DeviceTokens(const std::string& key) : tokens_("callboard:key_cabinet", Keys{{key}}, "cabinet") {}

std::string DeviceTokens::sign(const DeviceToken& token, Time now) const {
  return tokens_.sign({token.jti, static_cast<std::int64_t>(token.cabinet), token.expires}, now);
}

DeviceToken DeviceTokens::verify(std::string_view encoded, Time now) const {
  auto claims = tokens_.verify(encoded, now);
  return {std::move(claims.id), CabinetId{claims.subject}, claims.expires};
}

}  // namespace key_cabinet
