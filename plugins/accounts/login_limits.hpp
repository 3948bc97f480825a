// How often a password may be wrong. Failures count, by account (tight) and by network (generous: a school is
// one); successes do not. Whoever finds a bucket empty is refused before the work and after it, so that guesses
// in parallel learn nothing. A browser that this person has signed in with before has buckets of its own:
// strangers who guess cannot lock its owner out. Thread-safe.
#pragma once

#include <string>

#include <callboard/crypto.hpp>
#include <callboard/rate_limiter.hpp>

#include "growing_limit.hpp"
#include "user.hpp"

namespace accounts {

class LoginLimits {
 public:
  LoginLimits(callboard::RateLimiter& limiter, callboard::Keys device_keys)
      : limiter_(limiter), by_account_(limiter, "accounts.password", 8), device_keys_(std::move(device_keys)) {}

  // Whose failures are counted together.
  struct Subject {
    std::string account;
    std::string network;
  };
  // `device`: what the trusted device's cookie holds, or empty. `login_key` counts where nobody has that name.
  Subject subject(std::optional<UserId> user, const std::string& login_key, const std::string& device,
                  const Client& client) const;

  // Throws TooMany.
  void check(const Subject& subject) const;
  // Counts a failure; throws TooMany where the bucket is empty by now.
  void failed(const Subject& subject) const;
  // Throws TooMany where the bucket is empty by now; otherwise forgets earlier failures.
  void succeeded(const Subject& subject) const;
  // Forgets the account's failures: an administrator unlocks it, or its owner has reset the password.
  void forgive(UserId user) const;

  // A new trusted device's cookie for this person, or the one at hand where it is still good.
  std::string trusted_device(const std::string& device, UserId user) const;

 private:
  std::string device_id(const std::string& device, UserId user) const;

  callboard::RateLimiter& limiter_;
  GrowingLimit by_account_;
  callboard::Keys device_keys_;
};

}  // namespace accounts
