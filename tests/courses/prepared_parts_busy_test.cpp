#include <gtest/gtest.h>

#include "prepared_parts.hpp"

namespace courses {
namespace {

using Moment = std::chrono::steady_clock::time_point;

class BusyParts : public ::testing::Test {
 protected:
  void ask(int times, Moment at) {
    for (int i = 0; i < times; ++i) parts_.find_busy("list", at);
  }

  PreparedParts parts_;
  const Moment begin_ = Moment{} + std::chrono::hours(1);
  PreparedParts::Html html_ = parts_.keep("list", "1", "<p>free: 3</p>");
};

TEST_F(BusyParts, AreComparedForWhoeverComesAlone) {
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(parts_.find_busy("list", begin_ + i * std::chrono::milliseconds(40)), nullptr);
}

TEST_F(BusyParts, ServeManyWithOneComparison) {
  ask(PreparedParts::kBusy + 1, begin_);
  const auto next = begin_ + PreparedParts::kMoment;
  EXPECT_EQ(parts_.find_busy("list", next), nullptr) << "the first of a moment compares";
  EXPECT_EQ(parts_.find_busy("list", next + std::chrono::milliseconds(1)), html_);
}

TEST_F(BusyParts, AreComparedAgainOnceItIsQuiet) {
  ask(PreparedParts::kBusy + 1, begin_);
  ask(1, begin_ + PreparedParts::kMoment);
  const auto later = begin_ + std::chrono::seconds(3);
  EXPECT_EQ(parts_.find_busy("list", later), nullptr);
  EXPECT_EQ(parts_.find_busy("list", later + std::chrono::milliseconds(1)), nullptr);
}

TEST_F(BusyParts, ThatNobodyKeptAreNotThere) { EXPECT_EQ(parts_.find_busy("month", begin_), nullptr); }

}  // namespace
}  // namespace courses
