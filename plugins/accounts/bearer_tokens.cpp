#include "bearer_tokens.hpp"

namespace accounts {

using namespace callboard;
using std::chrono::floor;
using std::chrono::seconds;

BearerTokens::Issued BearerTokens::issue(const User& user, const Client& from) const {
  const auto now = parts_.clock.now();
  const TokenClaims claims{random_token_id(), static_cast<std::int64_t>(user.id), floor<seconds>(now) + lifetime_};
  parts_.database.transact([&](Transaction& tx) {
    parts_.sign_in.hold(tx, user);
    parts_.rows.add(tx, claims, from, now);
    parts_.journal.write(tx, user.id, Event::TokenIssued, from, now);
  });
  return {tokens_.sign(claims, now), lifetime_};
}

TokenBearer BearerTokens::bearer(std::string_view token) const {
  const auto claims = tokens_.verify(token, parts_.clock.now());
  auto bearer = parts_.database.read_single([&](Transaction& tx) { return parts_.rows.bearer(tx, claims); });
  if (!bearer) throw Unauthorized("token: revoked, or its owner is disabled or gone");
  return std::move(*bearer);
}

}  // namespace accounts
