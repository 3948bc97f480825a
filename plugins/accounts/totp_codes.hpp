// The codes that a person types as a second factor: one-time codes of an app and recovery codes alike, each good once.
// Thread-safe.
#pragma once

#include <callboard/crypto.hpp>
#include <callboard/rate_limiter.hpp>

#include "login_limits.hpp"
#include "totp_offers.hpp"
#include "totp_repository.hpp"

namespace accounts {

class TotpCodes {
 public:
  struct Parts {
    const TotpRepository& totp;
    const RecoveryCodeRepository& recovery;
    const LoginLimits& limits;
    callboard::RateLimiter& limiter;
    const callboard::Clock& clock;
  };
  // `keys` seal the secrets and hash the recovery codes.
  TotpCodes(const Parts& parts, callboard::Keys keys)
      : parts_(parts), tries_(parts.limiter, "accounts.code", kTriesAtOnce), keys_(std::move(keys)) {}

  // Takes one of the tries that this account has, before anything is compared. Throws TooMany. A browser that its
  // owner has signed in with before has tries of its own (LoginLimits).
  void take_try(UserId user, const std::string& device, const Client& client) const;
  // After a right code.
  void forgive(UserId user, const std::string& device, const Client& client) const;

  enum class Kind { Wrong, Totp, Recovery };
  // Uses up the code that was typed, where it is right.
  Kind use(callboard::Transaction& tx, UserId user, const std::string& typed) const;

  // Switches one-time codes on with an offered secret that the typed code proves.
  enum class Begun { Done, WrongCode, OnAlready };
  Begun begin(callboard::Transaction& tx, UserId user, const TotpOffer& offer, const std::string& typed) const;
  // Fresh recovery codes instead of those there were, as they are shown.
  std::vector<std::string> renew_recovery_codes(callboard::Transaction& tx, UserId user) const;

 private:
  bool use_totp(callboard::Transaction& tx, UserId user, const std::string& typed) const;
  bool use_recovery_code(callboard::Transaction& tx, UserId user, const std::string& typed) const;

  // Of a million codes three are good at any time: at four tries an hour in the long run, somebody who knows the
  // password guesses one in about ten years.
  static constexpr int kTriesAtOnce = 5;

  Parts parts_;
  GrowingLimit tries_;
  callboard::Keys keys_;
};

}  // namespace accounts
