#include "growing_limit.hpp"

#include <algorithm>

#include <callboard/errors.hpp>

namespace accounts {

using namespace callboard;
using std::chrono::minutes;
using std::chrono::seconds;

GrowingLimit::GrowingLimit(RateLimiter& limiter, const std::string& name, int burst)
    : limiter_(limiter), limits_{RateLimit{name, burst, minutes(1)}, RateLimit{name + "_long", 40, minutes(15)}} {}

seconds GrowingLimit::wait(const std::string& account) const {
  seconds longest{0};
  for (const auto& limit : limits_) longest = std::max(longest, limiter_.wait(limit, account));
  return longest;
}

// Of both, even where the first refuses.
seconds GrowingLimit::take(const std::string& account) const {
  seconds longest{0};
  for (const auto& limit : limits_) longest = std::max(longest, limiter_.take(limit, account));
  return longest;
}

void GrowingLimit::reset(const std::string& account) const {
  for (const auto& limit : limits_) limiter_.reset(limit, account);
}

void refuse_if_waiting(seconds wait, const std::string& log_text) {
  if (wait.count() == 0) return;
  throw TooMany(wait, log_text,
                plural("Too many tries. Try again in {count} second.", "Too many tries. Try again in {count} seconds.",
                       wait.count()));
}

}  // namespace accounts
