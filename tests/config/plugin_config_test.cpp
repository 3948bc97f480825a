#include "config/plugin_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_environment.hpp"

namespace callboard::host {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

PluginConfig config_of(const std::string& lines, const FakeEnvironment& environment = {}) {
  return {parse(std::string(kMinimal) + "[plugins]\nenabled = [\"x\"]\n[plugins.x]\n" + lines, {}, environment), "x"};
}

std::string error_of(const std::function<void()>& read) {
  try {
    read();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return {};
}

TEST(PluginConfig, ReadsEachKindOfValue) {
  FakeEnvironment environment;
  environment.files["/etc/token"] = "abc\r\n";
  const auto config = config_of(
      "a = \"t\"\nb = 5\nc = true\nd = [\"1\", \"2\"]\ne = \"red\"\nf = \"p/q\"\ng_file = \"token\"", environment);
  EXPECT_EQ(config.text("a", ""), "t");
  EXPECT_EQ(config.integer("b", 0, 1, 9), 5);
  EXPECT_EQ(config.seconds("b", std::chrono::seconds(1), std::chrono::seconds(1), std::chrono::seconds(9)).count(), 5);
  EXPECT_TRUE(config.flag("c", false));
  EXPECT_THAT(config.texts("d", {}), ElementsAre("1", "2"));
  EXPECT_EQ(config.choice("e", "blue", {"red", "blue"}), "red");
  EXPECT_EQ(config.path("f", ""), "/etc/p/q");
  EXPECT_EQ(config.secret("g"), "abc");
  EXPECT_THAT(config.unread_keys(), IsEmpty());
}

TEST(PluginConfig, FallsBackWhereThereIsNoSection) {
  const PluginConfig config(parse(kMinimal), "x");
  EXPECT_EQ(config.text("a", "t"), "t");
  EXPECT_EQ(config.path("f", "p"), "/etc/p");
  EXPECT_EQ(config.secret("g"), "");
  EXPECT_THAT(config.unread_keys(), IsEmpty());
}

TEST(PluginConfig, NamesTheLineOfAWrongValue) {
  const auto config = config_of("a = 1\nb = 50\ne = \"green\"\nd = [\"a\", 2]\nz = \"a\\u0000b\"");
  EXPECT_EQ(error_of([&] { config.text("a", ""); }),
            "/etc/c.toml:6: [plugins.x] a: this is an integer; expected a string");
  EXPECT_THAT(error_of([&] { config.integer("b", 0, 1, 9); }), HasSubstr(":7: [plugins.x] b: 50 is out of range"));
  EXPECT_THAT(error_of([&] { config.choice("e", "red", {"red", "blue"}); }), HasSubstr("one of \"red\", \"blue\""));
  EXPECT_THAT(error_of([&] { config.texts("d", {}); }), HasSubstr("member 2: this is an integer"));
  EXPECT_THAT(error_of([&] { config.flag("a", false); }), HasSubstr("expected true or false"));
  EXPECT_THAT(error_of([&] { config.text("z", ""); }), HasSubstr("control character"));
}

TEST(PluginConfig, ReportsWhatNobodyAskedFor) {
  const auto config = config_of("hours = 1\nhuors = 2\n[plugins.x.more]\ny = 1\n");
  config.integer("hours", 1, 0, 9);
  EXPECT_THAT(config.unread_keys(),
              ElementsAre("/etc/c.toml:7: [plugins.x] huors: there is no such key (did you mean hours?)",
                          HasSubstr("/etc/c.toml:8: [plugins.x] more: there is no such key")));
}

TEST(PluginConfig, RefusesASecretInPlace) {
  const auto config = config_of("token = \"abc\"");
  const auto error = error_of([&] { config.secret("token"); });
  EXPECT_THAT(error, HasSubstr("token_file"));
  EXPECT_THAT(error, testing::Not(HasSubstr("abc")));
}

}  // namespace
}  // namespace callboard::host
