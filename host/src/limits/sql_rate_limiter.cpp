#include "limits/sql_rate_limiter.hpp"

namespace callboard::host {

std::chrono::seconds SqlRateLimiter::take(const RateLimit&, std::string_view) { return {}; }
std::chrono::seconds SqlRateLimiter::wait(const RateLimit&, std::string_view) { return {}; }
void SqlRateLimiter::reset(const RateLimit&, std::string_view) {}

}  // namespace callboard::host
