#include "plugins/load_order.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callboard::host {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(LoadOrder, KeepsTheConfiguredOrderWhereNothingIsNeeded) {
  EXPECT_THAT(load_order({{"b", "1"}, {"a", "1"}}).order, ElementsAre("b", "a"));
}

TEST(LoadOrder, PutsAPluginAfterWhatItNeeds) {
  const auto result = load_order({{"courses", "1", {"accounts"}}, {"accounts", "1"}, {"reviews", "1", {"courses"}}});
  EXPECT_THAT(result.order, ElementsAre("accounts", "courses", "reviews"));
  EXPECT_THAT(result.refused, IsEmpty());
}

TEST(LoadOrder, RefusesAPluginWhoseNeedIsAbsentAndNamesIt) {
  const auto result = load_order({{"courses", "1", {"accounts"}}, {"shows", "1"}});
  EXPECT_THAT(result.order, ElementsAre("shows"));
  ASSERT_EQ(result.refused.size(), 1U);
  EXPECT_EQ(result.refused[0].plugin, "courses");
  EXPECT_EQ(result.refused[0].why, "needs accounts, which is not running");
}

TEST(LoadOrder, RefusesACircle) {
  const auto result = load_order({{"a", "1", {"b"}}, {"b", "1", {"a"}}, {"c", "1"}});
  EXPECT_THAT(result.order, ElementsAre("c"));
  ASSERT_EQ(result.refused.size(), 2U);
  EXPECT_EQ(result.refused[0].why, "needs b, which cannot start either");
}

}  // namespace
}  // namespace callboard::host
