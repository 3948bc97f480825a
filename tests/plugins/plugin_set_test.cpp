#include "plugins/plugin_set.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "callboard/testing/recording_log.hpp"
#include "fake_services.hpp"

namespace callboard::host {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Plugins : public ::testing::Test {
 protected:
  void start(const std::vector<std::string>& enabled) {
    set_.start(enabled, {BROKEN_PLUGINS, CALLBOARD_BINARY_DIR "/plugins"}, fakes_.services, fakes_.configuration,
               [this](const std::string& plugin) { disabled_.push_back(plugin); });
  }
  const PluginStatus& status(const std::string& name) {
    for (const auto& status : set_.statuses()) {
      if (status.name == name) return status;
    }
    throw std::out_of_range(name);
  }

  testing::FakeHostServices fakes_;
  PluginSet set_;
  std::vector<std::string> disabled_;
};

TEST_F(Plugins, RunsAPluginAndKeepsItsRoutes) {
  start({"greeting"});
  EXPECT_TRUE(status("greeting").running()) << status("greeting").problem;
  EXPECT_EQ(status("greeting").version, "1.0");
  EXPECT_THAT(fakes_.patterns(), ElementsAre("GET /greeting/{name}", "POST /greeting"));
}

TEST_F(Plugins, NamesAMissingPluginAndTheFoldersThatWereSearched) {
  start({"greeting", "absent"});
  EXPECT_THAT(status("absent").problem, HasSubstr("absent.so is in none of the plugin folders: " BROKEN_PLUGINS));
  EXPECT_TRUE(status("greeting").running());
}

TEST_F(Plugins, SaysWhichFieldOfTheAbiDiffersWithBothValues) {
  start({"other_abi", "greeting"});
  EXPECT_THAT(status("other_abi").problem, HasSubstr("SDK ABI: the plugin has 2, the host 1"));
  EXPECT_TRUE(status("greeting").running());
}

TEST_F(Plugins, ReportsAPluginThatThrowsAndDropsAllThatItBrought) {
  start({"throws", "greeting"});
  EXPECT_THAT(status("throws").problem, HasSubstr("the prompter is ill"));
  EXPECT_THAT(disabled_, ElementsAre("throws"));
  EXPECT_THAT(set_.menu(), IsEmpty());
  EXPECT_TRUE(status("greeting").running());
}

TEST_F(Plugins, DoesNotStartWhatNeedsAPluginThatFailed) {
  start({"needy", "throws"});
  EXPECT_THAT(status("needy").problem, HasSubstr("needs throws, which did not start"));
}

TEST_F(Plugins, RefusesALibraryThatIsNoPluginOrHasAnotherName) {
  start({"no_plugin", "renamed"});
  EXPECT_THAT(status("no_plugin").problem, HasSubstr("does not export callboard_plugin"));
  EXPECT_THAT(status("renamed").problem, HasSubstr("calls itself \"somebody_else\""));
}

TEST_F(Plugins, LogsEachFailureOnceByName) {
  start({"throws"});
  ASSERT_EQ(fakes_.log.lines().size(), 1U);
  EXPECT_EQ(fakes_.log.lines()[0].details["plugin"], "throws");
}

TEST_F(Plugins, RefusesAPluginWhoseConfigurationHasAnUnknownKey) {
  fakes_.unknown_key = "greetin";
  start({"greeting"});
  EXPECT_THAT(status("greeting").problem, HasSubstr("greetin"));
}

TEST(AbiDifference, IsEmptyForTheSameStamp) { EXPECT_EQ(abi_difference(abi_stamp(), abi_stamp()), ""); }

TEST(AbiDifference, TellsAForeignSymbolFromAnOldOne) {
  AbiStamp foreign = abi_stamp();
  foreign.magic[0] = 'x';
  EXPECT_EQ(abi_difference(foreign, abi_stamp()), "it carries no Callboard stamp");
}

}  // namespace
}  // namespace callboard::host
