// Token buckets as rows (sql/host/0003). Thread-safe.
//
// A row says when its bucket is full again. Taking one moves that time on by `every`, and is refused where it
// would then lie more than `burst` of them ahead; so a bucket fills by the clock alone, and a full one is the
// same as none. One guarded UPDATE decides, whoever else takes at the same moment.
#pragma once

#include <optional>

#include "callboard/database.hpp"
#include "callboard/rate_limiter.hpp"
#include "callboard/services.hpp"

namespace callboard::host {

class SqlRateLimiter : public RateLimiter {
 public:
  SqlRateLimiter(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  // Throws std::invalid_argument for a limit that lets nothing through, and what the database throws.
  std::chrono::seconds take(const RateLimit& limit, std::string_view key) override;
  std::chrono::seconds wait(const RateLimit& limit, std::string_view key) override;
  void reset(const RateLimit& limit, std::string_view key) override;

  // Erases at most `limit` buckets that are full again. Returns how many there were.
  int sweep(int limit);

  // For a test of their query plans.
  static const char* take_statement();
  static const char* read_statement();
  static const char* full_statement();

 private:
  std::vector<std::string> full_buckets(Time now, int limit);
  bool move_on(const std::string& bucket, Time now, const RateLimit& limit);
  std::optional<Time> full_at(const std::string& bucket);
  bool add(const std::string& bucket, Time full_at);

  Database& database_;
  const Clock& clock_;
};

}  // namespace callboard::host
