// How often something may be done, counted in the database, so that all workers and hosts share it.
// A token bucket (the generic cell rate algorithm): `burst` at once, then one for each `every`.
// What waits is refused, and the refusal does not count; so nobody can be locked out for good.
// Thread-safe.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "callboard/api.hpp"

namespace callboard {

struct RateLimit {
  std::string name;  // "accounts.password": its own buckets, and what the log says
  int burst = 1;
  std::chrono::seconds every{1};
};

class CALLBOARD_API RateLimiter {
 public:
  virtual ~RateLimiter();

  // Takes one from the bucket of `key` (a user's id, an address; kept only as a hash). Returns zero when
  // it was there, otherwise how long until one will be, and takes nothing. Commits by itself: call it
  // outside of a transaction, before the work that it protects.
  virtual std::chrono::seconds take(const RateLimit& limit, std::string_view key) = 0;
  // How long until one will be there; takes nothing. For what counts failures only: wait before the work,
  // take after a failure.
  virtual std::chrono::seconds wait(const RateLimit& limit, std::string_view key) = 0;
  // Fills the bucket: after a success, or when an administrator unlocks.
  virtual void reset(const RateLimit& limit, std::string_view key) = 0;

  // The same as take(), but throws TooMany, with its Retry-After, instead of returning a wait.
  void require(const RateLimit& limit, std::string_view key);
};

// The network that an address belongs to, as one household's or school's: an IPv4 address itself, the
// first 64 bits of an IPv6 one. An unreadable address is returned as it is.
CALLBOARD_API std::string network_of(std::string_view address);

}  // namespace callboard
