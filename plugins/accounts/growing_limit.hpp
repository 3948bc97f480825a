// How often an account's secret may be wrong: some tries at once, then one a minute, and in the long run four an hour,
// which is a delay that grows. Two buckets of the rate limiter. Thread-safe.
#pragma once

#include <array>
#include <string>

#include <callboard/rate_limiter.hpp>

namespace accounts {

class GrowingLimit {
 public:
  // `name`: "accounts.password"; `burst`: how many at once.
  GrowingLimit(callboard::RateLimiter& limiter, const std::string& name, int burst);

  // As those of RateLimiter: the longer wait of both buckets.
  std::chrono::seconds wait(const std::string& account) const;
  std::chrono::seconds take(const std::string& account) const;
  void reset(const std::string& account) const;

 private:
  callboard::RateLimiter& limiter_;
  std::array<callboard::RateLimit, 2> limits_;
};

// Throws TooMany, with how long to wait, unless that is nothing.
void refuse_if_waiting(std::chrono::seconds wait, const std::string& log_text);

}  // namespace accounts
