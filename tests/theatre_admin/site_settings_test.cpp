#include "site_settings.hpp"

#include <fstream>

#include <gmock/gmock.h>

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "callboard/testing/fake_view.hpp"
#include "callboard/testing/fixed_site.hpp"
#include "callboard/testing/recording_audit_log.hpp"
#include "callboard/testing/request_builder.hpp"
#include "demo.hpp"
#include "demo_posters.hpp"
#include "media/file_media_store.hpp"
#include "media/vips_pictures.hpp"
#include "search/sql_search_index.hpp"
#include "settings_page.hpp"
#include "sql_show_repository.hpp"

namespace theatre_admin {
namespace {

using namespace callboard;
using callboard::testing::RequestBuilder;
using nlohmann::json;
using ::testing::ElementsAre;

class NoResources : public AdminSite {
 public:
  const std::vector<AdminResource>& resources() const override { return resources_; }
  const std::vector<PendingWork>& pending() const override { return pending_; }
  const std::vector<DashboardPlot>& plots() const override { return plots_; }

 private:
  std::vector<AdminResource> resources_;
  std::vector<PendingWork> pending_;
  std::vector<DashboardPlot> plots_;
};

class SiteSettingsTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override {
    return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}, {"theatre_admin", CALLBOARD_SOURCE_DIR "/sql/theatre_admin"}};
  }
  void SetUp() override {
    DatabaseTest::SetUp();
    media_ = std::make_unique<host::FileMediaStore>(folder() / "media", database(), clock());
    settings_ =
        std::make_unique<SiteSettings>(SiteSettings::Parts{database(), site_, audit_, *media_, pictures_, clock()});
    frame_ = std::make_unique<AdminFrame>(view_, resources_);
    page_ = std::make_unique<SettingsPage>(*frame_, *settings_);
    admin_.kind = Visitor::Kind::Person;
    admin_.user = UserId{7};
    admin_.roles = {"admin"};
    admin_.recently_authenticated = true;
  }

  // As it is, to be changed.
  SiteSettingsInput input() {
    const auto stored = settings_->stored();
    return {stored.info.name, stored.info.time_zone, stored.info.contacts, stored.info.privacy, nullptr, false,
            stored.version};
  }
  std::vector<std::string> faults(const SiteSettingsInput& given) {
    std::vector<std::string> fields;
    const auto changed = settings_->change(admin_, given);
    for (const auto& [field, fault] : changed.faults.all()) fields.push_back(field);
    return fields;
  }
  const Upload& upload(const std::string& name, const std::string& content) {
    const auto path = folder() / "upload";
    std::ofstream(path) << content;
    upload_ = {"logo", name, "", content.size(), std::make_shared<TemporaryFile>(path)};
    return upload_;
  }
  Response post(const RequestBuilder::Fields& fields) {
    return page_->change(*RequestBuilder(Method::Post, "/admin/settings").form(fields).build(), admin_);
  }
  long long uses() {
    return database().read_single([](Transaction& tx) {
      long long count = 0;
      tx.sql() << "SELECT COUNT(*) FROM host_media_uses", soci::into(count);
      return count;
    });
  }

  callboard::testing::FixedSite site_;
  callboard::testing::RecordingAuditLog audit_;
  callboard::testing::FakeView view_;
  NoResources resources_;
  host::VipsPictures pictures_{RECODER};
  host::SqlSearchIndex search_;
  SqlShowRepository rows_;
  std::unique_ptr<host::FileMediaStore> media_;
  std::unique_ptr<SiteSettings> settings_;
  std::unique_ptr<AdminFrame> frame_;
  std::unique_ptr<SettingsPage> page_;
  Upload upload_;
  Visitor admin_;
};
CALLBOARD_ON_BOTH_ENGINES(SiteSettingsTest);

TEST_P(SiteSettingsTest, AreStoredToldAndAudited) {
  auto changed = input();
  changed.name = "  Школа  ";
  changed.contacts = "\r\nLane 7\r\n+7 495\r\n";
  EXPECT_TRUE(settings_->change(admin_, changed).faults.empty());
  EXPECT_EQ(site_.value.name, "Школа");
  EXPECT_EQ(site_.value.contacts, "Lane 7\n+7 495");
  EXPECT_EQ(site_.changes, 1);
  const auto entries = audit_.entries();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].entry.action, "settings");
  EXPECT_EQ(entries[0].entry.record, "site");
  EXPECT_EQ(entries[0].entry.changes[0].before, "Theatre school");
  EXPECT_EQ(entries[0].entry.changes[0].after, "Школа");
}

TEST_P(SiteSettingsTest, AreLeftAloneWhereNothingDiffers) {
  const auto before = settings_->stored().version;
  EXPECT_FALSE(settings_->change(admin_, input()).conflict);
  EXPECT_EQ(settings_->stored().version, before);
  EXPECT_TRUE(audit_.entries().empty());
}

TEST_P(SiteSettingsTest, RefuseWhatDoesNotHold) {
  auto wrong = input();
  wrong.name = " ";
  wrong.time_zone = "../../etc/passwd";
  wrong.contacts = std::string(1001, 'x');
  wrong.privacy = "bell \a";
  EXPECT_THAT(faults(wrong), ElementsAre("contacts", "name", "privacy", "time_zone"));
  wrong = input();
  wrong.name = std::string(81, 'x');
  wrong.privacy = std::string(20'001, 'x');
  EXPECT_THAT(faults(wrong), ElementsAre("name", "privacy"));
  wrong = input();
  wrong.logo = &upload("logo.png", "no picture");
  EXPECT_THAT(faults(wrong), ElementsAre("logo"));
  EXPECT_EQ(site_.changes, 0);
}

TEST_P(SiteSettingsTest, TakeTheLongestTexts) {
  auto longest = input();
  longest.name.clear();
  for (int i = 0; i < 80; ++i) longest.name += "я";
  longest.contacts = std::string(1000, 'c');
  longest.privacy = std::string(20'000, 'p');
  EXPECT_THAT(faults(longest), ::testing::IsEmpty());
}

TEST_P(SiteSettingsTest, RememberSinceWhenThePrivacyTextIsInForce) {
  auto changed = input();
  changed.privacy = "We keep little.";
  settings_->change(admin_, changed);
  const auto since = clock().now();
  EXPECT_EQ(site_.value.privacy_since, since);
  clock().advance(std::chrono::hours(1));
  changed = input();
  changed.name = "Another name";
  settings_->change(admin_, changed);
  EXPECT_EQ(site_.value.privacy_since, since);
}

TEST_P(SiteSettingsTest, KeepALogoUntilItIsTakenAway) {
  auto changed = input();
  changed.logo = &upload("logo.svg", demo_logo());
  EXPECT_TRUE(settings_->change(admin_, changed).faults.empty());
  EXPECT_TRUE(site_.value.logo.ends_with(".webp"));
  EXPECT_EQ(uses(), 1);
  changed = input();
  changed.remove_logo = true;
  settings_->change(admin_, changed);
  EXPECT_EQ(site_.value.logo, "");
  EXPECT_EQ(uses(), 0);
}

TEST_P(SiteSettingsTest, ShowBothSidesOfAConflictAndStoreNothing) {
  const auto version = std::to_string(settings_->stored().version);
  auto theirs = input();
  theirs.name = "Theirs";
  settings_->change(admin_, theirs);
  const auto response = post({{"version", version},
                              {"name", "Mine"},
                              {"time_zone", "Europe/Moscow"},
                              {"contacts", "my lane"},
                              {"privacy", ""}});
  EXPECT_EQ(response.status(), HttpStatus::Conflict);
  const auto& data = response.page()->data;
  EXPECT_EQ(data["values"]["name"], "Mine");
  EXPECT_EQ(data["theirs"]["name"]["value"], "Theirs");
  EXPECT_EQ(data["theirs"]["contacts"]["nothing"], true);
  EXPECT_FALSE(data["theirs"].contains("time_zone"));
  EXPECT_EQ(data["version"], settings_->stored().version);
  EXPECT_EQ(site_.value.name, "Theirs");
}

TEST_P(SiteSettingsTest, NeedTheVersionOfWhatTheFormShowed) {
  EXPECT_THROW(post({{"name", "Mine"}, {"time_zone", "UTC"}}), BadRequest);
  EXPECT_THROW(post({{"version", "1 OR 1"}, {"name", "Mine"}, {"time_zone", "UTC"}}), BadRequest);
}

TEST_P(SiteSettingsTest, HaveADemoThatMayRunTwice) {
  const Demo demo({database(), rows_, *settings_, search_, *media_, pictures_, clock(), site_});
  demo.load();
  demo.load();
  const auto count = [&](const char* select) {
    return database().read_single([&](Transaction& tx) {
      long long number = 0;
      tx.sql() << select, soci::into(number);
      return number;
    });
  };
  EXPECT_EQ(count("SELECT COUNT(*) FROM theatre_admin_shows"), static_cast<long long>(demo_shows().size()));
  EXPECT_EQ(count("SELECT COUNT(DISTINCT picture) FROM theatre_admin_shows"),
            static_cast<long long>(demo_shows().size()));
  EXPECT_EQ(count("SELECT COUNT(*) FROM host_media_uses WHERE kind = 'show.picture'"),
            static_cast<long long>(demo_shows().size()));
  const auto now = clock().now();
  EXPECT_FALSE(database().read([&](Transaction& tx) { return rows_.upcoming(tx, now, {}, 3); }).empty());
  EXPECT_FALSE(database().read([&](Transaction& tx) { return rows_.past(tx, now, {}, 3); }).empty());
}

}  // namespace
}  // namespace theatre_admin
