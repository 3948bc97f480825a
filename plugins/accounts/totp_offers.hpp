// A secret that is offered to somebody who sets one-time codes up. It travels in the form, sealed, until a code proves
// that an app has it: so looking at the page changes nothing. Immutable; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <callboard/crypto.hpp>

#include "user.hpp"

namespace accounts {

struct TotpOffer {
  std::string secret;  // bytes
  std::string sealed;  // for the form
};

class TotpOffers {
 public:
  static constexpr std::chrono::minutes kLifetime{60};

  explicit TotpOffers(callboard::Keys keys) : keys_(std::move(keys)) {}

  TotpOffer make(UserId user, Time now) const;
  // Nothing where it was not offered to this user, or too long ago.
  std::optional<TotpOffer> reopen(std::string_view sealed, UserId user, Time now) const;

 private:
  callboard::Keys keys_;
};

}  // namespace accounts
