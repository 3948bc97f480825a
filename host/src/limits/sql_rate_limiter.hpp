// Token buckets as rows (sql/host/0003). Thread-safe.
#pragma once

#include "callboard/database.hpp"
#include "callboard/rate_limiter.hpp"
#include "callboard/services.hpp"

namespace callboard::host {

class SqlRateLimiter : public RateLimiter {
 public:
  SqlRateLimiter(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  std::chrono::seconds take(const RateLimit& limit, std::string_view key) override;
  std::chrono::seconds wait(const RateLimit& limit, std::string_view key) override;
  void reset(const RateLimit& limit, std::string_view key) override;

 private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace callboard::host
