#include "devices.hpp"

#include "accounts_fixture.hpp"
#include "callboard/testing/fake_view.hpp"
#include "callboard/testing/request_builder.hpp"
#include "journal_pages.hpp"
#include "sessions_pages.hpp"

namespace accounts {
namespace {

using callboard::testing::RequestBuilder;
using nlohmann::json;

class DevicesTest : public AccountsTest {
 protected:
  void SetUp() override {
    AccountsTest::SetUp();
    anna_ = add_user("anna");
  }
  SessionCookie open_on(const std::string& agent) {
    return sign_in_->open(user(anna_), {"192.0.2.7", agent, Language::English}, false, false);
  }
  Response revoke(const SessionCookie& own, const RequestBuilder::Fields& form) {
    const auto request = RequestBuilder(Method::Post, "/account/sessions/revoke").form(form).build();
    return pages().revoke(*request, visitor(anna_, own));
  }
  json listed(const SessionCookie& own) { return pages().list(visitor(anna_, own)).page()->data; }
  static std::string id_of(const SessionCookie& cookie) { return std::to_string(to_sql(cookie.id)); }
  static std::string flash_of(const Response& response) { return response.flashes().at(0).text.english(); }

  callboard::testing::FakeView view_;
  UserId anna_{};

 private:
  SessionsPages pages() {
    devices_ = std::make_unique<Devices>(database(), *sessions_, journal_, clock());
    return {view_, *devices_};
  }
  std::unique_ptr<Devices> devices_;
};
CALLBOARD_ON_BOTH_ENGINES(DevicesTest);

TEST_P(DevicesTest, AreListedWithWhatTheyAreAndWhichIsThisOne) {
  const auto phone = open_on("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36");
  clock().advance(std::chrono::minutes(5));
  open_on("curl/7.88.1");
  const auto rows = listed(phone).at("sessions");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("device").get<Text>().english(), "curl");
  EXPECT_EQ(rows[1].at("device").get<Text>().english(), "Chrome on Android");
  EXPECT_EQ(rows[1].at("address"), "192.0.2.7");
  EXPECT_TRUE(rows[1].at("this_device"));
  EXPECT_FALSE(rows[0].at("this_device"));
  EXPECT_TRUE(listed(phone).at("others"));
}

TEST_P(DevicesTest, OfferNoSignOutOfOthersWhereThereAreNone) {
  EXPECT_FALSE(listed(open_on("curl/7.88.1")).at("others"));
}

TEST_P(DevicesTest, AreSignedOutAtOnceAndThatIsJournaled) {
  const auto own = open_on("own"), other = open_on("other");
  const auto response = revoke(own, {{"session", id_of(other)}});
  EXPECT_EQ(response.headers().get("Location"), "/account/sessions");
  EXPECT_EQ(flash_of(response), "The device is signed out.");
  EXPECT_FALSE(is_signed_in(other));
  EXPECT_TRUE(is_signed_in(own));
  EXPECT_EQ(events(anna_).front(), "session_ended");
}

TEST_P(DevicesTest, SignTheVisitorOutWhereItIsHisOwn) {
  const auto own = open_on("own");
  const auto response = revoke(own, {{"session", id_of(own)}});
  EXPECT_EQ(response.headers().get("Location"), "/login");
  ASSERT_EQ(response.cookies().size(), 1U);
  EXPECT_EQ(response.cookies()[0].max_age, std::chrono::seconds(0));
  EXPECT_FALSE(is_signed_in(own));
  EXPECT_EQ(events(anna_).front(), "signed_out");
}

TEST_P(DevicesTest, OfOtherPeopleAreOutOfReach) {
  const auto own = open_on("own"), foreign = open_session(add_user("boris"));
  const auto before = events(anna_);
  for (const auto& id : {id_of(foreign), std::string("0"), std::string("-1"), std::string("x"), std::string(),
                         std::string("99999999999999999999")}) {
    EXPECT_EQ(flash_of(revoke(own, {{"session", id}})), "This device is signed out already.") << id;
  }
  EXPECT_TRUE(is_signed_in(foreign));
  EXPECT_TRUE(is_signed_in(own));
  EXPECT_EQ(events(anna_), before);
}

TEST_P(DevicesTest, AreSignedOutAllButThisOne) {
  const auto own = open_on("own"), second = open_on("second"), third = open_on("third");
  const auto foreign = open_session(add_user("boris"));
  EXPECT_EQ(flash_of(revoke(own, {{"others", "1"}})), "2 other devices are signed out.");
  EXPECT_FALSE(is_signed_in(second));
  EXPECT_FALSE(is_signed_in(third));
  EXPECT_TRUE(is_signed_in(own));
  EXPECT_TRUE(is_signed_in(foreign));
  EXPECT_EQ(events(anna_).front(), "other_sessions_ended");

  const auto before = events(anna_);
  EXPECT_EQ(flash_of(revoke(own, {{"others", "1"}})), "No other device is signed in.");
  EXPECT_EQ(events(anna_), before);
}

class JournalPagesTest : public AccountsTest {
 protected:
  json page(UserId id, const std::string& query = "") {
    const auto request = RequestBuilder(Method::Get, "/account/journal" + query).build();
    const SecurityJournal journal(database(), journal_, users_);
    return JournalPages(view_, journal).list(*request, visitor(id)).page()->data;
  }
  void write(UserId id, Event event, std::optional<UserId> by = std::nullopt) {
    clock().advance(std::chrono::seconds(1));
    database().transact([&](Transaction& tx) { journal_.write(tx, id, event, kHome, clock().now(), by); });
  }
  static std::string text(const json& row, const char* member) { return row.at(member).get<Text>().english(); }

  callboard::testing::FakeView view_;
};
CALLBOARD_ON_BOTH_ENGINES(JournalPagesTest);

TEST_P(JournalPagesTest, ShowWhatHappenedTheNewestFirst) {
  const auto anna = add_user("anna");
  write(anna, Event::SignedIn);
  write(anna, Event::PasswordChanged);
  const auto data = page(anna);
  ASSERT_EQ(data.at("entries").size(), 2U);
  EXPECT_EQ(text(data.at("entries")[0], "event"), "The password was changed");
  EXPECT_EQ(text(data.at("entries")[0], "device"), "Firefox");
  EXPECT_EQ(data.at("entries")[0].at("address"), kHome.address);
  EXPECT_EQ(text(data.at("entries")[1], "event"), "Signed in");
  EXPECT_FALSE(data.contains("older"));
}

TEST_P(JournalPagesTest, ShowWhoElseItWasButNotFromWhere) {
  const auto anna = add_user("anna"), admin = add_user("director", std::string(kAdmin));
  write(anna, Event::Disabled, admin);
  write(anna, Event::Enabled, UserId{987654});
  const auto rows = page(anna).at("entries");
  EXPECT_EQ(text(rows[0], "by"), "By an administrator");
  EXPECT_EQ(text(rows[1], "by"), "By the administrator director");
  EXPECT_FALSE(rows[1].contains("address"));
  EXPECT_FALSE(rows[1].contains("device"));
}

TEST_P(JournalPagesTest, NameNoDeviceForACommandOnTheServerItself) {
  const auto anna = add_user("anna");
  database().transact(
      [&](Transaction& tx) { journal_.write(tx, anna, Event::Unlocked, Client{}, clock().now(), std::nullopt); });
  EXPECT_FALSE(page(anna).at("entries")[0].contains("device"));
}

TEST_P(JournalPagesTest, AreTurnedWithoutLosingOrRepeatingAnEntry) {
  const auto anna = add_user("anna"), boris = add_user("boris");
  for (int i = 0; i < 2 * SecurityJournal::kPageLength + 5; ++i) {
    write(anna, i % 2 == 0 ? Event::SignedIn : Event::SignedOut);
    write(boris, Event::NameChanged);
  }
  const auto first = page(anna);
  write(anna, Event::PasswordChanged);
  const auto second = page(anna, "?before=" + std::to_string(first.at("older").get<long long>()));
  const auto third = page(anna, "?before=" + std::to_string(second.at("older").get<long long>()));
  EXPECT_EQ(first.at("entries").size(), 30U);
  EXPECT_EQ(second.at("entries").size(), 30U);
  EXPECT_EQ(third.at("entries").size(), 5U);
  EXPECT_FALSE(third.contains("older"));
  EXPECT_EQ(text(first.at("entries")[29], "event"), "Signed out");
  EXPECT_EQ(text(second.at("entries")[0], "event"), "Signed in");
  EXPECT_TRUE(third.at("newer"));
}

TEST_P(JournalPagesTest, BeginWithTheNewestForARubbishPlace) {
  const auto anna = add_user("anna");
  write(anna, Event::SignedIn);
  for (const char* query : {"?before=", "?before=x", "?before=-5", "?before=1x", "?before=99999999999999999999"}) {
    EXPECT_EQ(page(anna, query).at("entries").size(), 1U) << query;
  }
}

}  // namespace
}  // namespace accounts
