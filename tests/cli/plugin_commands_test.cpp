#include "cli/plugin_commands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace callboard::host {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Each command prints its name and what it was given.
class PluginCommands : public ::testing::Test {
 protected:
  Command command(const std::string& name, const std::string& help = "") {
    return {name, help, [name](const std::vector<std::string>& arguments, std::ostream& out, std::ostream&) {
              out << name << ":";
              for (const auto& argument : arguments) out << " " << argument;
              return 7;
            }};
  }
  int run(const std::vector<std::string>& arguments) { return run_plugin_command(commands_, arguments, out_, err_); }

  std::vector<Command> commands_{command("user", "accounts"), command("import users", "take accounts over"),
                                 command("import keys", "take keys over")};
  std::ostringstream out_, err_;
};

TEST_F(PluginCommands, GetWhatFollowsTheirName) {
  EXPECT_EQ(run({"user", "create", "--role", "admin", "anna"}), 7);
  EXPECT_EQ(out_.str(), "user: create --role admin anna");
}

TEST_F(PluginCommands, OfSeveralPluginsShareAFirstWord) {
  run({"import", "keys", "--dry-run"});
  EXPECT_EQ(out_.str(), "import keys: --dry-run");
}

TEST_F(PluginCommands, WithTheLongestNameAreMeant) {
  commands_.push_back(command("import"));
  run({"import", "users"});
  EXPECT_EQ(out_.str(), "import users:");
  out_.str("");
  run({"import", "courses"});
  EXPECT_EQ(out_.str(), "import: courses");
}

TEST_F(PluginCommands, ThatAreNotWholeAreCompletedByTheirHelp) {
  EXPECT_EQ(run({"import", "courses"}), 1);
  EXPECT_THAT(err_.str(), HasSubstr("import users     take accounts over\n"));
  EXPECT_THAT(err_.str(), HasSubstr("import keys      take keys over\n"));
  EXPECT_THAT(err_.str(), Not(HasSubstr("accounts\n")));
  EXPECT_EQ(out_.str(), "");
}

TEST_F(PluginCommands, ThatNobodyKnowsAreAnsweredWithAllThereAre) {
  EXPECT_EQ(run({"impor", "users"}), 1);
  EXPECT_THAT(err_.str(), HasSubstr("there is no command \"impor\""));
  for (const auto* known : {"user ", "import users", "import keys"}) EXPECT_THAT(err_.str(), HasSubstr(known));
}

TEST_F(PluginCommands, AreNoneWhereNoPluginBringsAny) {
  commands_.clear();
  EXPECT_EQ(run({"user"}), 1);
  EXPECT_EQ(err_.str(), "callboard: there is no command \"user\"\n");
}

}  // namespace
}  // namespace callboard::host
