// Pickup codes: four digits that stand for a holder's serial at the cabinet, for minutes and once. Thread-safe.
#pragma once

#include <chrono>
#include <string>

#include <callboard/database.hpp>
#include <callboard/rate_limiter.hpp>
#include <callboard/services.hpp>
#include <callboard/visitor.hpp>

#include "code_repository.hpp"

namespace key_cabinet {

class PickupCodes {
 public:
  PickupCodes(callboard::Database& database, const CodeRepository& rows, const callboard::Clock& clock,
              callboard::RateLimiter& limiter, std::chrono::minutes lifetime)
      : database_(database), rows_(rows), clock_(clock), limiter_(limiter), lifetime_(lifetime) {}

  struct Given {
    std::string code;  // "0427"
    callboard::Time expires;
    bool is_holder = false;  // otherwise it opens nothing
  };
  // A fresh one for this person, whose previous one ends. Throws TooMany, and Unavailable where nearly all codes are
  // in use.
  Given give(const callboard::Visitor& to);

  // Removes those that have expired. Returns how many.
  long long forget_expired();

 private:
  callboard::Database& database_;
  const CodeRepository& rows_;
  const callboard::Clock& clock_;
  callboard::RateLimiter& limiter_;
  std::chrono::minutes lifetime_;
};

}  // namespace key_cabinet
