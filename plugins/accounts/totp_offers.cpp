#include "totp_offers.hpp"

#include <nlohmann/json.hpp>

#include "totp.hpp"

namespace accounts {

using namespace callboard;

TotpOffer TotpOffers::make(UserId user, Time now) const {
  auto secret = new_totp_secret();
  const nlohmann::json content{{"offer", to_base64url(secret)},
                               {"user", static_cast<std::int64_t>(user)},
                               {"expires", (now + kLifetime).time_since_epoch().count()}};
  return {std::move(secret), seal(keys_, content.dump())};
}

// What opens was sealed here: an offer, or, under the same keys, a secret that is kept.
std::optional<TotpOffer> TotpOffers::reopen(std::string_view sealed, UserId user, Time now) const {
  constexpr std::size_t kMaxSealed = 1024;
  if (sealed.size() > kMaxSealed) return std::nullopt;
  const auto opened = open_sealed(keys_, sealed);
  const auto content = nlohmann::json::parse(opened.value_or(""), nullptr, false);
  if (!content.is_object() || !content.contains("offer")) return std::nullopt;
  const Time expires(Time::duration(content.at("expires").get<std::int64_t>()));
  if (content.at("user") != static_cast<std::int64_t>(user) || expires <= now) return std::nullopt;
  return TotpOffer{from_base64url(content.at("offer").get<std::string>()).value(), std::string(sealed)};
}

}  // namespace accounts
