#include "callboard/text.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace callboard {
namespace {

TEST(Text, PutsItsValuesIn) {
  EXPECT_EQ(_("{name} has the key {key}.").with("name", "Anna").with("key", 101).english(), "Anna has the key 101.");
}

TEST(Text, NeverTakesAValueForAPlaceholder) {
  EXPECT_EQ(_("{a}{b}").with("a", "{b}").with("b", "x").english(), "{b}x");
}

TEST(Text, LeavesUnknownPlaceholdersAndLoneBracesAlone) {
  EXPECT_EQ(_("{ {other} }").with("name", "x").english(), "{ {other} }");
}

TEST(Text, ChoosesThePluralByItsCount) {
  EXPECT_EQ(plural("{count} place", "{count} places", 1).english(), "1 place");
  EXPECT_EQ(plural("{count} place", "{count} places", 2).english(), "2 places");
}

TEST(Text, SurvivesTheWayThroughJson) {
  const Text text = plural("{count} key of {name}", "{count} keys of {name}", 3).with("name", "Anna");
  EXPECT_EQ(nlohmann::json(text).get<Text>(), text);
}

}  // namespace
}  // namespace callboard
