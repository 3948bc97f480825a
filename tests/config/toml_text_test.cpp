#include "config/toml_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "fake_environment.hpp"

namespace callboard::host {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(TomlText, RefusesControlCharactersBeforeTheParserSeesThem) {
  for (int c = 0; c < 0x20; ++c) {
    if (c == '\t' || c == '\n') continue;
    const std::string text = "[server]\n" + std::string(1, static_cast<char>(c)) + "threads = 1";
    EXPECT_THAT(errors_of(text), ElementsAre(HasSubstr("/etc/c.toml:2: the control character U+"))) << c;
  }
  for (const char* c : {"\x7F", "\xC2\x80", "\xC2\x9F", "\xE2\x80\xA8", "\xEF\xBB\xBF"}) {
    EXPECT_THAT(errors_of("[server]\n# " + std::string(c)), ElementsAre(HasSubstr("control character"))) << c;
  }
}

TEST(TomlText, TakesWindowsLineEndsAndAByteOrderMark) {
  EXPECT_EQ(parse("\xEF\xBB\xBF[session]\r\nsecret_file = '/secret'\r\n").session.secret.size(), 32U);
}

TEST(TomlText, RefusesWhatIsNotUtf8) {
  for (const char* bad : {"\xFF", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80", "\xC3"}) {
    EXPECT_THAT(errors_of("# ok\n# " + std::string(bad)), ElementsAre("/etc/c.toml:2: the text is not valid UTF-8"));
  }
}

TEST(TomlText, NamesTheLineThatIsNoToml) {
  EXPECT_THAT(errors_of("[server]\nthreads = \n"), ElementsAre(HasSubstr("/etc/c.toml:2: ")));
  EXPECT_THAT(errors_of("[server]\n[server]\n"), ElementsAre(HasSubstr("/etc/c.toml:2: ")));
}

TEST(TomlText, RefusesWhatIsTooLargeOrTooDeep) {
  EXPECT_THAT(errors_of(std::string(kConfigSizeLimit + 1, '#')), ElementsAre(HasSubstr("larger than 1 MiB")));
  EXPECT_THAT(errors_of("a = " + std::string(100000, '[')), ElementsAre(HasSubstr("/etc/c.toml:1: ")));
}

// Whatever arrives, the answer is settings or errors; a crash would end this test.
TEST(TomlText, SurvivesMutilatedConfigurations) {
  const std::string whole =
      "[session]\nsecret_file = \"/secret\"\n[server]\nthreads = 0x1F # c\nlisten = 'a'\n[plugins]\nenabled = "
      "[\"a\", \"b\"]\n[plugins.a]\nt = 2026-11-21T08:00:00Z\nf = 1.5e3\nm = \"\"\"x\\\n  y\"\"\"\nd.e = {f = "
      "1}\n[[q]]\n";
  std::mt19937 random(1);
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole;
    for (unsigned i = random() % 4 + 1; i > 0; --i) text[random() % text.size()] = static_cast<char>(random() % 256);
    if (random() % 3 == 0) text.resize(random() % text.size());
    refused += errors_of(text).empty() ? 0 : 1;
  }
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace callboard::host
