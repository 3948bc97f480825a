#include "settings.hpp"

#include <gtest/gtest.h>

#include "../config/fake_environment.hpp"
#include "config/plugin_config.hpp"

namespace key_cabinet {
namespace {

using namespace callboard;
using host::FakeEnvironment;

Settings settings_of(const std::string& lines, const std::string& key = std::string(32, 'k')) {
  FakeEnvironment environment;
  environment.files["/etc/key"] = key + "\n";
  const std::string text = std::string(host::kMinimal) + "[plugins.key_cabinet]\n" + lines;
  const host::PluginConfig config(host::parse(text, {}, environment), "key_cabinet");
  auto settings = Settings::read(config);
  EXPECT_TRUE(config.unread_keys().empty());
  return settings;
}

std::string error_of(const std::string& lines, const std::string& key = std::string(32, 'k')) {
  try {
    settings_of(lines, key);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return {};
}

TEST(KeyCabinetSettings, NeedOnlyTheTokenKey) {
  const auto settings = settings_of("token_key_file = \"key\"");
  EXPECT_EQ(settings.auth, Auth::Either);
  EXPECT_EQ(settings.token_key, std::string(32, 'k'));
  EXPECT_EQ(settings.messages, Language::Russian);
  EXPECT_EQ(settings.token_lifetime, std::chrono::hours(24 * 1825));
}

TEST(KeyCabinetSettings, AreRefusedWithoutATokenKey) {
  const auto error = error_of("");
  EXPECT_NE(error.find("token_key_file"), std::string::npos) << error;
  EXPECT_NE(error.find("0 bytes"), std::string::npos) << error;
}

TEST(KeyCabinetSettings, AreRefusedWithAShortTokenKey) {
  EXPECT_NE(error_of("token_key_file = \"key\"", std::string(31, 'k')).find("31 bytes"), std::string::npos);
  EXPECT_NE(error_of("auth = \"open\"\ntoken_key_file = \"key\"", "short").find("5 bytes"), std::string::npos);
}

TEST(KeyCabinetSettings, OfALaboratoryNeedNoTokenKey) {
  EXPECT_EQ(settings_of("auth = \"open\"").auth, Auth::Open);
  EXPECT_EQ(settings_of("auth = \"open\"\ntoken_key_file = \"key\"").token_key.size(), 32u);
}

TEST(KeyCabinetSettings, OfCertificatesAloneNeedTheirCaAndNoTokenKey) {
  EXPECT_NE(error_of("auth = \"mtls\"\ntoken_key_file = \"key\"").find("ca_folder"), std::string::npos);
  const auto settings = settings_of("auth = \"mtls\"\nca_folder = \"ca\"");
  EXPECT_EQ(settings.auth, Auth::Certificate);
  EXPECT_EQ(settings.ca_folder, "/etc/ca");
  EXPECT_EQ(settings.certificate_lifetime, std::chrono::hours(24 * 825));
  EXPECT_EQ(settings.silent_after, std::chrono::hours(24));
}

TEST(KeyCabinetSettings, OfTokensAloneAreRefusedWithoutTheirKey) {
  EXPECT_NE(error_of("auth = \"token\"\nca_folder = \"ca\"").find("token_key_file"), std::string::npos);
  EXPECT_EQ(settings_of("auth = \"token\"\ntoken_key_file = \"key\"").auth, Auth::Token);
}

TEST(KeyCabinetSettings, ChooseTheLanguageAndTheTokensLifetime) {
  const auto settings = settings_of("auth = \"open\"\nmessages = \"en\"\ntoken_days = 1");
  EXPECT_EQ(settings.messages, Language::English);
  EXPECT_EQ(settings.token_lifetime, std::chrono::hours(24));
}

TEST(KeyCabinetSettings, RefuseWhatTheyDoNotKnow) {
  for (const char* lines : {"auth = \"none\"", "auth = true", "auth = \"open\"\nmessages = \"de\"",
                            "auth = \"open\"\ntoken_days = 0", "auth = \"open\"\ncertificate_days = 0",
                            "auth = \"open\"\nsilent_hours = 0", "auth = \"open\"\ntoken_days = 4000"}) {
    EXPECT_NE(error_of(lines), "") << lines;
  }
}

}  // namespace
}  // namespace key_cabinet
