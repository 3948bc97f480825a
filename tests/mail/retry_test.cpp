#include "mail/retry.hpp"

#include <gtest/gtest.h>

namespace callboard::host {
namespace {

using namespace std::chrono_literals;

TEST(Retry, DoublesItsDelayUpToFourHours) {
  EXPECT_EQ(retry_after(1, 0s, 0.5), 1min);
  EXPECT_EQ(retry_after(2, 0s, 0.5), 2min);
  EXPECT_EQ(retry_after(5, 0s, 0.5), 16min);
  for (const int many : {9, 30, 1000000}) EXPECT_EQ(retry_after(many, 1h, 0.5), 4h);
}

TEST(Retry, SpreadsWhatFailedTogether) {
  EXPECT_EQ(retry_after(1, 0s, 0.0), 48s);
  EXPECT_EQ(retry_after(1, 0s, 1.0), 72s);
}

TEST(Retry, GivesUpAfterTwoDays) {
  EXPECT_TRUE(retry_after(20, 47h, 0.5));
  EXPECT_FALSE(retry_after(1, 48h, 0.5));
}

TEST(Retry, LeavesAServerThatIsAwayAloneForLongerEachTime) {
  EXPECT_EQ(pause_after(1), 5s);
  EXPECT_EQ(pause_after(3), 20s);
  EXPECT_EQ(pause_after(100), 5min);
}

}  // namespace
}  // namespace callboard::host
