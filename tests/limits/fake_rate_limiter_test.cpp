#include "callboard/testing/fake_rate_limiter.hpp"

#include <gtest/gtest.h>

#include "callboard/testing/fixed_clock.hpp"

namespace callboard::testing {
namespace {

using namespace std::chrono_literals;

TEST(FakeRateLimiter, CountsAsTheRealOne) {
  FixedClock clock;
  FakeRateLimiter limiter(clock);
  const RateLimit limit{"test", 2, 10s};
  EXPECT_EQ(limiter.take(limit, "a"), 0s);
  EXPECT_EQ(limiter.take(limit, "a"), 0s);
  EXPECT_EQ(limiter.take(limit, "a"), 10s);
  EXPECT_EQ(limiter.take(limit, "b"), 0s);
  clock.advance(9'000'001us);
  EXPECT_EQ(limiter.take(limit, "a"), 1s);
  clock.advance(999'999us);
  EXPECT_EQ(limiter.take(limit, "a"), 0s);
  EXPECT_TRUE(limiter.was_taken("test", "a"));
  limiter.reset(limit, "a");
  EXPECT_FALSE(limiter.was_taken("test", "a"));
  EXPECT_EQ(limiter.take(limit, "a"), 0s);
}

}  // namespace
}  // namespace callboard::testing
