// packaging/callboard.toml is what an administrator starts from: it must load, name every key, and tell
// the truth about defaults.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "fake_environment.hpp"

namespace callboard::host {
namespace {

std::string example() {
  std::ifstream in(CALLBOARD_SOURCE_DIR "/packaging/callboard.toml");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

FakeEnvironment machine() {
  FakeEnvironment environment;
  environment.files["/etc/callboard/session.secret"] = std::string(64, 'a');
  return environment;
}

// With every "#key = default" line taken in.
std::string uncommented() { return std::regex_replace(example(), std::regex("\n#([a-z_]+ = )"), "\n$1"); }

TEST(ExampleConfiguration, Loads) {
  EXPECT_EQ(errors_of(example(), {}, machine()), std::vector<std::string>());
  EXPECT_EQ(parse(example(), {}, machine()).server.data_dir, "/var/lib/callboard");
}

TEST(ExampleConfiguration, ShowsTheTrueDefaults) {
  ASSERT_EQ(errors_of(uncommented(), {}, machine()), std::vector<std::string>());
  const auto shown = parse(uncommented(), {}, machine());
  const auto real = parse(example(), {}, machine());
  EXPECT_EQ(shown.server, real.server);
  EXPECT_EQ(shown.log, real.log);
  EXPECT_EQ(shown.database, real.database);
  EXPECT_EQ(shown.site, real.site);
  EXPECT_EQ(shown.session, real.session);
  EXPECT_EQ(shown.mail, real.mail);
  EXPECT_EQ(shown.plugins, real.plugins);
  EXPECT_EQ(shown.paths, real.paths);
}

TEST(ExampleConfiguration, NamesEveryKeyInItsSection) {
  const auto text = example();
  ASSERT_GT(known_settings().size(), 30U);
  for (const auto& [section, key] : known_settings()) {
    if (key == "password" || key == "secret" || key == "previous_secret") continue;  // asked for only to be refused
    const auto begin = text.find("\n[" + section + "]\n");
    ASSERT_NE(begin, std::string::npos) << section;
    const auto end = text.find("\n[", begin + 1);
    const auto part = text.substr(begin, end - begin);
    EXPECT_TRUE(std::regex_search(part, std::regex("\n#?" + key + " = "))) << section << "." << key;
  }
}

}  // namespace
}  // namespace callboard::host
