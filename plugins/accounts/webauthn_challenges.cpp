#include "webauthn_challenges.hpp"

#include <nlohmann/json.hpp>

#include "webauthn.hpp"

namespace accounts {

using namespace callboard;

namespace {
constexpr std::size_t kMaxSealed = 1024;
}

WebauthnChallenges::Issued WebauthnChallenges::issue(Purpose purpose, std::int64_t subject, Time now) const {
  auto challenge = new_passkey_challenge();
  const nlohmann::json content{{"challenge", to_base64url(challenge)},
                               {"purpose", static_cast<int>(purpose)},
                               {"subject", subject},
                               {"expires", (now + kLifetime).time_since_epoch().count()}};
  return {std::move(challenge), seal(keys_, content.dump())};
}

// What opens was sealed here, so its shape is known.
std::optional<WebauthnChallenges::Challenge> WebauthnChallenges::open(std::string_view sealed, Purpose purpose,
                                                                      std::int64_t subject, Time now) const {
  if (sealed.size() > kMaxSealed) return std::nullopt;
  const auto opened = open_sealed(keys_, sealed);
  if (!opened) return std::nullopt;
  const auto content = nlohmann::json::parse(*opened);
  const Time expires(Time::duration(content.at("expires").get<std::int64_t>()));
  if (content.at("purpose") != static_cast<int>(purpose) || content.at("subject") != subject || expires <= now) {
    return std::nullopt;
  }
  return Challenge{from_base64url(content.at("challenge").get<std::string>()).value(), expires};
}

}  // namespace accounts
