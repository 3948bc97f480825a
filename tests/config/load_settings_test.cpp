// load_settings() on real files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "config/settings.hpp"

namespace callboard::host {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class LoadSettings : public testing::Test {
 protected:
  LoadSettings() {
    std::string name = (std::filesystem::temp_directory_path() / "callboard-config-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~LoadSettings() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path write(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const auto path = folder_ / name;
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
    return path;
  }
  static std::vector<std::string> errors_of(const std::filesystem::path& file) {
    try {
      load_settings(file);
    } catch (const ConfigErrors& errors) {
      return errors.messages();
    }
    return {};
  }

  std::filesystem::path folder_;
};

TEST_F(LoadSettings, ReadsAFileWithItsSecrets) {
  write("key", std::string(40, 'k') + "\n", 0640);
  const auto settings =
      load_settings(write("c.toml", "[session]\nsecret_file = \"key\"\n[server]\ndata_dir = \"d\"\n"));
  EXPECT_EQ(settings.session.secret, std::string(40, 'k'));
  EXPECT_EQ(settings.server.data_dir, folder_ / "d");
  EXPECT_EQ(settings.paths.templates.front().filename(), "templates");
}

TEST_F(LoadSettings, TakesSecretsFromTheEnvironment) {
  ::setenv("CALLBOARD_TEST_SECRET", std::string(32, 's').c_str(), 1);
  const auto settings = load_settings({}, {"session.secret_env=CALLBOARD_TEST_SECRET"});
  ::unsetenv("CALLBOARD_TEST_SECRET");
  EXPECT_EQ(settings.session.secret, std::string(32, 's'));
}

TEST_F(LoadSettings, RefusesASecretThatEverybodyMayRead) {
  write("key", std::string(40, 'k'), 0644);
  EXPECT_THAT(errors_of(write("c.toml", "[session]\nsecret_file = \"key\"\n")),
              ElementsAre(HasSubstr("key: is open to every user of the machine")));
}

TEST_F(LoadSettings, RefusesASecretThatIsNoShortFile) {
  const auto file = write("c.toml", "[session]\nsecret_file = \"key\"\n");
  EXPECT_THAT(errors_of(file), ElementsAre(HasSubstr("No such file")));
  ::mkfifo((folder_ / "key").c_str(), 0600);
  EXPECT_THAT(errors_of(file), ElementsAre(HasSubstr("not a regular file")));
  std::filesystem::remove(folder_ / "key");
  write("key", std::string(100000, 'x'));
  EXPECT_THAT(errors_of(file), ElementsAre(HasSubstr("larger than 64 KiB")));
}

TEST_F(LoadSettings, SaysWhyAFileCannotBeRead) {
  EXPECT_THAT(errors_of(folder_ / "none.toml"), ElementsAre(HasSubstr("none.toml: No such file or directory")));
  EXPECT_THAT(errors_of(folder_), ElementsAre(HasSubstr("not a regular file")));
}

TEST_F(LoadSettings, KnowsTheTimeZonesOfTheMachine) {
  write("key", std::string(40, 'k'));
  const std::string text = "[session]\nsecret_file = \"key\"\n[site]\ntime_zone = ";
  EXPECT_THAT(errors_of(write("a.toml", text + "\"Europe/Moscow\"")), testing::IsEmpty());
  for (const std::string bad : {"Europe/Nowhere", "../../../etc/passwd", "/etc/passwd", "Europe"}) {
    EXPECT_THAT(errors_of(write("b.toml", text + "\"" + bad + "\"")), ElementsAre(HasSubstr("time_zone"))) << bad;
  }
}

}  // namespace
}  // namespace callboard::host
