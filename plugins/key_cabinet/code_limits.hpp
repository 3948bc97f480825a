// Bounds guessing of pickup codes: wrong ones for each cabinet and over the whole site, and tries of any kind for each
// cabinet, so that many at once do not slip through between asking and counting. Thread-safe.
#pragma once

#include <callboard/rate_limiter.hpp>

#include "loan_repository.hpp"

namespace key_cabinet {

class CodeLimits {
 public:
  explicit CodeLimits(callboard::RateLimiter& limiter) : limiter_(limiter) {}

  // Before a code is looked at. Throws TooMany.
  void before(CabinetId cabinet) const;
  void count_wrong(CabinetId cabinet) const;

 private:
  callboard::RateLimiter& limiter_;
};

}  // namespace key_cabinet
