#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callboard::host {
namespace {

std::string content(const std::string& file) {
  std::ifstream in(std::string(CALLBOARD_SOURCE_DIR "/plugins/") + file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(PluginGuide, ShowsTheSamplesAsTheyAreCompiled) {
  const auto guide = content("README.md");
  EXPECT_THAT(guide, ::testing::HasSubstr("```cpp\n" + content("samples/greeting/greeting_plugin.cpp") + "```"));
  EXPECT_THAT(guide, ::testing::HasSubstr("```cpp\n" + content("samples/props/props_plugin.cpp") + "```"));
  EXPECT_THAT(guide,
              ::testing::HasSubstr("```sql\n" + content("samples/props/sql/props/0001_props.sqlite.sql") + "```"));
  EXPECT_THAT(guide, ::testing::HasSubstr("```cmake\n" + content("samples/greeting/CMakeLists.txt") + "```"));
}

}  // namespace
}  // namespace callboard::host
