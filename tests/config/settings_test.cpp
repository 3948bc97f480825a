#include "config/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_environment.hpp"

namespace callboard::host {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string with(const std::string& text) { return kMinimal + text; }

TEST(Settings, TakeDefaultsForWhatIsNotGiven) {
  const auto settings = parse(kMinimal);
  EXPECT_EQ(settings.server.listen, "/etc/data/run/callboard.sock");
  EXPECT_EQ(settings.server.threads, 32U);
  EXPECT_EQ(settings.database.file, "/etc/data/callboard.sqlite");
  EXPECT_EQ(settings.mail.folder, "/etc/data/mail");
  EXPECT_THAT(settings.paths.templates, ElementsAre("/usr/share/callboard/templates"));
  EXPECT_EQ(settings.session.secret, "0123456789abcdef0123456789abcdef");
  EXPECT_THAT(settings.warnings, IsEmpty());
}

TEST(Settings, TakeOneWorkerOnSqliteAndTheCoresOnMysql) {
  EXPECT_EQ(parse(kMinimal).server.workers, 1U);
  EXPECT_EQ(parse(with("[database]\nengine = \"mysql\"")).server.workers, 6U);
  EXPECT_EQ(parse(with("[server]\nworkers = 3")).server.workers, 3U);
}

TEST(Settings, ReportEveryErrorAtOnceWithItsLine) {
  EXPECT_THAT(errors_of(with("[server]\nthreads = 0\nworkers = \"two\"\n[site]\nurl = \"school\"\n")),
              ElementsAre("/etc/c.toml:5: [server] workers: this is a string; expected an integer from 1 to 256",
                          "/etc/c.toml:4: [server] threads: 0 is out of range; expected an integer from 1 to 1024",
                          HasSubstr("/etc/c.toml:7: [site] url: expected")));
}

TEST(Settings, NameTheNearestKeyForAnUnknownOne) {
  EXPECT_THAT(errors_of(with("[server]\nlitsen = \"x\"")),
              ElementsAre("/etc/c.toml:4: [server] litsen: there is no such key (did you mean listen?)"));
  EXPECT_THAT(errors_of(with("[server]\nzzzzzzzz = 1")),
              ElementsAre("/etc/c.toml:4: [server] zzzzzzzz: there is no such key"));
}

TEST(Settings, NameTheNearestSectionForAnUnknownOne) {
  EXPECT_THAT(errors_of(with("[databse]\nengine = \"mysql\"")),
              ElementsAre("/etc/c.toml:3: [databse]: there is no such section (did you mean database?)"));
  EXPECT_THAT(errors_of("threads = 3\n" + std::string(kMinimal)),
              ElementsAre(HasSubstr("/etc/c.toml:1: [threads]: a key stands outside of all sections")));
  EXPECT_THAT(errors_of("server = 3\n" + std::string(kMinimal)),
              ElementsAre("/etc/c.toml:1: server is a section; expected [server]"));
}

TEST(Settings, RefuseAListenAddressWithoutAHost) {
  EXPECT_THAT(errors_of(with("[server]\nlisten = \":9000\"")), ElementsAre(HasSubstr("every interface")));
}

TEST(Settings, TakeListenAddressesAndPaths) {
  for (const std::string good : {"127.0.0.1:9000", "localhost:1", "[::1]:9000"}) {
    EXPECT_EQ(parse(with("[server]\nlisten = \"" + good + "\"")).server.listen, good);
  }
  EXPECT_EQ(parse(with("[server]\nlisten = \"/run/c.sock\"")).server.listen, "/run/c.sock");
  for (const std::string bad : {"host:", "host:0", "host:65536", "host:1x", "[::1]", "::1:9000", "a b:1", ""}) {
    EXPECT_THAT(errors_of(with("[server]\nlisten = \"" + bad + "\"")), SizeIs(1)) << bad;
  }
  EXPECT_THAT(errors_of(with("[server]\nlisten = \"/" + std::string(110, 'x') + "\"")),
              ElementsAre(HasSubstr("at most 107")));
}

TEST(Settings, LetAnOverrideWin) {
  const auto settings = parse(with("[server]\nthreads = 4\n"),
                              {"server.threads=8", "site.name=Die \"Schule\"", "paths.sql=[\"/a\", \"b\"]",
                               "plugins.enabled=[\"x\"]", "plugins.x.hours=3", "server.listen=run/other.sock"});
  EXPECT_EQ(settings.server.threads, 8U);
  EXPECT_EQ(settings.site.name, "Die \"Schule\"");
  EXPECT_THAT(settings.paths.sql, ElementsAre("/a", "/etc/b"));
  EXPECT_EQ(settings.server.listen, "/etc/data/run/other.sock");
}

TEST(Settings, NameTheOverrideThatIsWrong) {
  EXPECT_THAT(
      errors_of(kMinimal, {"server.threads=0"}),
      ElementsAre("--set server.threads: [server] threads: 0 is out of range; expected an integer from 1 to 1024"));
  EXPECT_THAT(errors_of(kMinimal, {"threads", "threads=1", ".=1", "a..b=1", "server.threads.x=1"}), SizeIs(4));
  EXPECT_THAT(errors_of(with("[server]\nthreads = 1"), {"server.threads.x=1"}),
              ElementsAre("--set server.threads.x: threads is not a section"));
}

TEST(Settings, RefuseASecretThatIsWrittenInPlace) {
  const auto errors = errors_of(with("[database]\npassword = \"hunter2\""), {"mail.password=hunter3"});
  EXPECT_THAT(errors, ElementsAre(HasSubstr("c.toml:4: [database] password: a secret does not stand in"),
                                  HasSubstr("--set mail.password: [mail] password: a secret")));
  for (const auto& error : errors) EXPECT_THAT(error, testing::Not(HasSubstr("hunter")));
}

TEST(Settings, SayWhyASecretCannotBeHad) {
  EXPECT_THAT(errors_of("[session]\nsecret_file = \"none\""),
              ElementsAre("/etc/c.toml:2: [session] secret_file: /etc/none: No such file or directory"));
  EXPECT_THAT(errors_of("[session]\nsecret_env = \"NONE\""), ElementsAre(HasSubstr("NONE is not set")));
  EXPECT_THAT(errors_of(""), ElementsAre(HasSubstr("/etc/c.toml: [session] secret_file: is missing")));
  EXPECT_THAT(errors_of("[session]\nsecret_file = \"/secret\"\nsecret_env = \"A\""),
              ElementsAre(HasSubstr("only one")));
}

TEST(Settings, RefuseASecretThatIsTooShortOrEmptyOrHoldsAZero) {
  FakeEnvironment environment;
  environment.variables = {{"SHORT", "abc"}, {"EMPTY", "\n"}, {"ZERO", std::string("a\0b", 3)}};
  const auto error = [&](const std::string& name) {
    return errors_of("[session]\nsecret_env = \"" + name + "\"", {}, environment);
  };
  EXPECT_THAT(error("SHORT"), ElementsAre(HasSubstr("has 3 bytes; expected at least 32")));
  EXPECT_THAT(error("EMPTY"), ElementsAre(HasSubstr("is empty")));
  EXPECT_THAT(error("ZERO"), ElementsAre(HasSubstr("zero byte")));
}

TEST(Settings, KnowThePreviousSecretWhileItIsBeingChanged) {
  FakeEnvironment environment;
  environment.variables = {{"OLD", std::string(32, 'o')}, {"SHORT", "abc"}};
  EXPECT_EQ(parse(kMinimal).session.previous_secret, "");
  EXPECT_EQ(parse(with("previous_secret_env = \"OLD\""), {}, environment).session.previous_secret,
            std::string(32, 'o'));
  EXPECT_EQ(parse(with("previous_secret_file = \"/secret\"")).session.previous_secret.size(), 32U);
  EXPECT_THAT(errors_of(with("previous_secret_env = \"SHORT\""), {}, environment),
              ElementsAre(HasSubstr("previous_secret_env: the secret has 3 bytes; expected at least 32")));
  EXPECT_THAT(errors_of(with("previous_secret = \"written in place\"")), ElementsAre(HasSubstr("a secret does not")));
}

TEST(Settings, RefuseAPasswordThatWouldCrossTheNetworkUnencrypted) {
  const std::string mail = "[mail]\ntransport = \"smtp\"\nstarttls = \"never\"\nuser = \"u\"\nurl = ";
  EXPECT_THAT(errors_of(with(mail + "\"smtp://mail.example:25\"")), ElementsAre(HasSubstr("unencrypted")));
  EXPECT_THAT(errors_of(with(mail + "\"smtp://127.0.0.1:25\"")), IsEmpty());
  EXPECT_THAT(errors_of(with(mail + "\"smtps://mail.example\"")), IsEmpty());
  EXPECT_THAT(errors_of(with(mail + "\"http://mail.example\"")), ElementsAre(HasSubstr("smtp://")));
}

TEST(Settings, KnowTimeZonesAndSiteAddresses) {
  EXPECT_EQ(parse(with("[site]\nurl = \"https://school.example/\"")).site.url, "https://school.example");
  EXPECT_THAT(errors_of(with("[site]\ntime_zone = \"Mars/Base\"")), ElementsAre(HasSubstr("time zone")));
}

TEST(Settings, WarnOfTheSectionOfAPluginThatIsNotEnabled) {
  const auto settings = parse(with("[plugins]\nenabled = [\"courses\"]\n[plugins.course]\nx = 1"));
  EXPECT_THAT(settings.warnings, ElementsAre("/etc/c.toml:5: [plugins.course]: the plugin is not enabled, its section "
                                             "is not used (did you mean courses?)"));
}

TEST(Settings, RefusePluginNamesThatAreNone) {
  EXPECT_THAT(errors_of(with("[plugins]\nenabled = [\"../x\"]")), SizeIs(1));
  EXPECT_THAT(errors_of(with("[plugins]\nenabled = [\"a\", \"a\"]")), ElementsAre(HasSubstr("twice")));
  EXPECT_THAT(errors_of(with("[plugins]\nenabled = [\"courses\"]\nrequired = [\"course\"]")),
              ElementsAre(HasSubstr("did you mean courses?")));
  EXPECT_THAT(errors_of(with("[plugins]\nenable = [\"a\"]")), ElementsAre(HasSubstr("did you mean enabled?")));
}

}  // namespace
}  // namespace callboard::host
