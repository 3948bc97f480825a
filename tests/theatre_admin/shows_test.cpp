#include "shows.hpp"

#include <gmock/gmock.h>

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "callboard/testing/fake_view.hpp"
#include "callboard/testing/fixed_site.hpp"
#include "callboard/testing/query_plan.hpp"
#include "callboard/testing/request_builder.hpp"
#include "media/file_media_store.hpp"
#include "show_data.hpp"
#include "show_pages.hpp"
#include "shows_admin.hpp"
#include "sql_records.hpp"
#include "sql_show_repository.hpp"
#include "sql_show_titles.hpp"

namespace theatre_admin {
namespace {

using namespace callboard;
using callboard::testing::RequestBuilder;
using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ShowsTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override {
    return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}, {"theatre_admin", CALLBOARD_SOURCE_DIR "/sql/theatre_admin"}};
  }
  void SetUp() override {
    DatabaseTest::SetUp();
    media_ = std::make_unique<host::FileMediaStore>(folder() / "media", database(), clock());
    shows_ = std::make_unique<Shows>(database(), rows_, clock());
    reviews_ = std::make_unique<ShowReviews>(database(), rows_, clock());
    pages_ = std::make_unique<ShowPages>(view_, *shows_, *media_, site_, *reviews_);
    admin_.kind = Visitor::Kind::Person;
    admin_.roles = {"admin"};
  }

  ShowId add(const std::string& title, hours from_now, bool draft = false) {
    Show show;
    show.title = title;
    show.starts_at = clock().now() + from_now;
    show.hall = "Main hall";
    show.age = "12+";
    show.duration_minutes = 90;
    show.draft = draft;
    return database().transact([&](Transaction& tx) { return rows_.add(tx, show); });
  }
  std::vector<std::string> titles(bool past, const std::optional<ShowCursor>& after = {}) {
    std::vector<std::string> found;
    for (const auto& show : shows_->list({}, past, after).shows) found.push_back(show.title);
    return found;
  }
  Response list(const std::string& query) {
    return pages_->list(*RequestBuilder(Method::Get, "/shows" + query).build(), {});
  }
  Response picture(ShowId id, const Visitor& visitor, const std::string& target = "/") {
    const auto number = std::to_string(static_cast<std::int64_t>(id));
    return pages_->picture(*RequestBuilder(Method::Get, target).parameter("id", number).build(), visitor);
  }

  callboard::testing::FixedSite site_;
  callboard::testing::FakeView view_;
  SqlShowRepository rows_;
  std::unique_ptr<ShowReviews> reviews_;
  std::unique_ptr<host::FileMediaStore> media_;
  std::unique_ptr<Shows> shows_;
  std::unique_ptr<ShowPages> pages_;
  Visitor admin_;
};
CALLBOARD_ON_BOTH_ENGINES(ShowsTest);

TEST_P(ShowsTest, AreListedFromTheNextOneOnAndBackFromTheLast) {
  add("tomorrow", hours(24)), add("last week", hours(-168)), add("today", hours(2)), add("yesterday", hours(-24));
  add("hidden", hours(3), true);
  EXPECT_THAT(titles(false), ElementsAre("today", "tomorrow"));
  EXPECT_THAT(titles(true), ElementsAre("yesterday", "last week"));
}

TEST_P(ShowsTest, ArePagedWithoutLosingThoseThatBeginTogether) {
  for (int i = 0; i < Shows::kPage + 5; ++i) add("show " + std::to_string(i), hours(i / 4 + 1));
  for (int i = 0; i < Shows::kPage + 5; ++i) add("old " + std::to_string(i), hours(-i / 4 - 1));
  for (const bool past : {false, true}) {
    const auto first = shows_->list({}, past, {});
    ASSERT_EQ(first.shows.size(), static_cast<std::size_t>(Shows::kPage));
    ASSERT_TRUE(first.next);
    const auto second = shows_->list({}, past, cursor_of(text_of(*first.next)));
    EXPECT_FALSE(second.next);
    std::set<ShowId> all;
    for (const auto& page : {first, second}) {
      for (const auto& show : page.shows) all.insert(show.id);
    }
    EXPECT_EQ(all.size(), static_cast<std::size_t>(Shows::kPage) + 5);
  }
}

TEST_P(ShowsTest, StandByMonthsOnTheSchoolsWall) {
  clock().set(Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 30)) + hours(12));
  add("November still", hours(8)), add("December in Moscow", hours(10));
  const auto data = list("").page()->data;
  ASSERT_EQ(data["months"].size(), 2U);
  EXPECT_EQ(data["months"][0]["month"].get<Text>().english(), "November 2026");
  EXPECT_EQ(data["months"][1]["month"].get<Text>().english(), "December 2026");
  EXPECT_EQ(data["months"][1]["shows"][0]["day"], 1);
  EXPECT_EQ(data["months"][1]["shows"][0]["weekday"].get<Text>().english(), "Tuesday");
  EXPECT_EQ(data["months"][1]["shows"][0]["duration"].get<Text>().english(), "1 h 30 min");
}

TEST_P(ShowsTest, RefuseAMadeUpCursor) {
  for (const auto* query : {"?after=1", "?after=x-1", "?after=1-2-3", "?after=1-0", "?after=1--2", "?after="}) {
    EXPECT_THROW(list(query), BadRequest) << query;
  }
  EXPECT_EQ(list("?after=99999999999999999-1").page()->data["months"], nlohmann::json::array());
}

TEST_P(ShowsTest, AreForAdministratorsAloneWhileTheyAreDrafts) {
  const auto id = add("draft", hours(1), true);
  EXPECT_THROW(shows_->show({}, id), NotFound);
  EXPECT_EQ(shows_->show(admin_, id).title, "draft");
  EXPECT_THROW(shows_->show(admin_, ShowId{4711}), NotFound);
  EXPECT_THROW(picture(id, {}), NotFound);
}

TEST_P(ShowsTest, SendTheirPictureWithItsCacheability) {
  const auto shown = add("shown", hours(1)), draft = add("draft", hours(1), true);
  EXPECT_THROW(picture(shown, {}), NotFound) << "it has none";
  const auto file = media_->store("content", "webp", "image/webp");
  database().transact([&](Transaction& tx) {
    tx.sql() << "UPDATE theatre_admin_shows SET picture = :picture", soci::use(file.name, "picture");
  });
  const auto cached = [&](ShowId id) {
    const auto address = picture_url(shows_->show(admin_, id));
    const auto response = picture(id, admin_, address);
    return std::string(response.headers().get("Cache-Control").value_or(""));
  };
  EXPECT_EQ(cached(shown), "public, max-age=31536000, immutable");
  EXPECT_EQ(cached(draft), "private, max-age=31536000, immutable");
  const auto other = picture(shown, {}, "/shows/1/picture?v=another");
  EXPECT_EQ(other.headers().get("Cache-Control"), "no-cache");
}

TEST_P(ShowsTest, StandOnTheHomePageWhereThereAreAny) {
  add("past", hours(-1));
  EXPECT_TRUE(pages_->home_panel({}).is_null());
  for (int i = 1; i < 6; ++i) add("next " + std::to_string(i), hours(i));
  EXPECT_EQ(pages_->home_panel({})["shows"].size(), 3U);
}

TEST_P(ShowsTest, AreAResourceWhoseFieldsAreColumns) {
  const auto id = static_cast<std::int64_t>(add("Hamlet", hours(1)));
  const auto record = database().read([&](Transaction& tx) { return SqlRecords::find(tx, shows_resource(), id); });
  ASSERT_TRUE(record);
  EXPECT_EQ((*record)["title"], "Hamlet");
  EXPECT_EQ((*record)["starts_at"], to_sql(clock().now() + hours(1)));
  EXPECT_EQ((*record)["duration_minutes"], 90);
  EXPECT_EQ((*record)["draft"], false);
}

TEST_P(ShowsTest, AreFoundByAnIndex) {
  for (int i = 0; i < 60; ++i) add("show", hours(i - 30), i % 7 == 0);
  if (engine() == Engine::Mysql) {
    database().transact([](Transaction& tx) { tx.sql() << "ANALYZE TABLE theatre_admin_shows"; });
  }
  const auto from = std::to_string(to_sql(clock().now() + hours(20)));
  for (const auto& statement : {SqlShowRepository::upcoming_statement(), SqlShowRepository::past_statement()}) {
    const auto plan =
        callboard::testing::query_plan(database(), statement, {{":from", from}, {":id", "7"}, {":most", "25"}});
    EXPECT_EQ(callboard::testing::not_indexed(plan), "") << ::testing::PrintToString(plan);
  }
}

class ShowTitlesTest : public ShowsTest {
 protected:
  std::vector<std::string> latest(int most) {
    std::vector<std::string> found;
    for (const auto& show : database().read_single([&](Transaction& tx) { return titles_.latest(tx, most); })) {
      found.push_back(show.title);
    }
    return found;
  }
  std::map<std::int64_t, std::string> titles(const std::vector<std::int64_t>& shows) {
    return database().read_single([&](Transaction& tx) { return titles_.titles(tx, shows); });
  }
  std::string fault_of(const std::string& statement) {
    const auto plan = callboard::testing::query_plan(database(), statement, {{":most", "100"}});
    const auto fault = callboard::testing::not_indexed(plan);
    return fault.empty() ? "" : ::testing::PrintToString(plan);
  }

  SqlShowTitles titles_;
};
CALLBOARD_ON_BOTH_ENGINES(ShowTitlesTest);

TEST_P(ShowTitlesTest, AreThoseOfTheLatestShowsThatAreNoDrafts) {
  add("next month", hours(720)), add("last year", hours(-8760)), add("today", hours(2));
  add("draft", hours(3), true);
  EXPECT_THAT(latest(10), ElementsAre("next month", "today", "last year"));
  EXPECT_THAT(latest(2), ElementsAre("next month", "today"));
}

TEST_P(ShowTitlesTest, AreThoseOfTheShowsThatAreAskedForAndThere) {
  const auto one = static_cast<std::int64_t>(add("one", hours(1)));
  const auto two = static_cast<std::int64_t>(add("two", hours(2)));
  const auto draft = static_cast<std::int64_t>(add("draft", hours(3), true));
  add("another", hours(4));
  using Titles = std::map<std::int64_t, std::string>;
  EXPECT_EQ(titles({two, 4711, one, draft, one}), (Titles{{one, "one"}, {two, "two"}}));
  EXPECT_EQ(titles({}), Titles{});
  EXPECT_EQ(titles({4711}), Titles{});
}

TEST_P(ShowTitlesTest, AreFoundByIndexes) {
  for (int i = 0; i < 400; ++i) add("show " + std::to_string(i), hours(i), i % 4 == 0);
  if (engine() == Engine::Mysql) {
    database().transact([](Transaction& tx) { tx.sql() << "ANALYZE TABLE theatre_admin_shows"; });
  }
  EXPECT_EQ(fault_of(SqlShowTitles::latest_statement()), "");
  EXPECT_EQ(fault_of(SqlShowTitles::titles_statement({3, 7, 11})), "");
}

}  // namespace
}  // namespace theatre_admin
