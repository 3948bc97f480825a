#include "accounts_fixture.hpp"
#include "callboard/testing/query_plan.hpp"
#include "callboard/testing/request_builder.hpp"
#include "session_authenticator.hpp"

namespace accounts {

using std::chrono::hours;
using std::chrono::minutes;

class SessionsTest : public AccountsTest {
 protected:
  std::optional<Visitor> authenticated(const std::string& cookie, std::vector<std::string> mfa_roles = {}) {
    SessionAuthenticator authenticator(database(), *sessions_, std::move(mfa_roles));
    const auto request =
        callboard::testing::RequestBuilder(Method::Get, "/").header("Cookie", "session=" + cookie).build();
    return authenticator.authenticate(*request);
  }
  LiveSession live(const SessionCookie& cookie) {
    return database().read_single([&](Transaction& tx) { return sessions_->find(tx, cookie.token).value(); });
  }
};
CALLBOARD_ON_BOTH_ENGINES(SessionsTest);

TEST_P(SessionsTest, SayWhoItIsAndInWhichRoles) {
  const auto id = add_user("anna", "teacher");
  database().transact([&](Transaction& tx) { users_.add_role(tx, id, kAdmin); });
  const auto cookie = open_session(id);
  const auto visitor = authenticated(cookie.token);
  ASSERT_TRUE(visitor);
  EXPECT_EQ(visitor->user, id);
  EXPECT_EQ(visitor->name, "anna");
  EXPECT_TRUE(visitor->has_role("teacher") && visitor->has_role("admin"));
  EXPECT_FALSE(visitor->has_role("student"));
  EXPECT_EQ(session_of(*visitor), cookie.id);
  EXPECT_TRUE(visitor->recently_authenticated);
}

TEST_P(SessionsTest, AreNobodysForARubbishCookie) {
  open_session(add_user("anna"));
  for (const std::string& cookie :
       std::vector<std::string>{"", "x", "' OR 1=1 --", std::string(43, 'A'), std::string(5000, 'a')}) {
    EXPECT_FALSE(authenticated(cookie)) << cookie;
  }
}

TEST_P(SessionsTest, AreKeptWithoutTheirToken) {
  const auto cookie = open_session(add_user("anna"));
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_sessions WHERE token_hash = '" + cookie.token + "'"), 0);
}

TEST_P(SessionsTest, EndAfterTwelveIdleHours) {
  const auto cookie = open_session(add_user("anna"));
  clock().advance(hours(12) - minutes(1));
  EXPECT_TRUE(is_signed_in(cookie));
  clock().advance(minutes(2));
  EXPECT_FALSE(is_signed_in(cookie));
}

TEST_P(SessionsTest, LastLongerWithUseButNotBeyondAWeek) {
  const auto cookie = open_session(add_user("anna"));
  for (int i = 0; i < 16; ++i) {
    clock().advance(hours(10));
    ASSERT_TRUE(authenticated(cookie.token)) << i;
  }
  clock().advance(hours(9));
  EXPECT_FALSE(authenticated(cookie.token));
}

TEST_P(SessionsTest, AreRememberedForMonthsWhereThatIsWanted) {
  const auto id = add_user("anna");
  const auto cookie = sign_in_->open(user(id), kHome, true, false);
  ASSERT_TRUE(cookie.max_age);
  EXPECT_EQ(*cookie.max_age, hours(180 * 24));
  EXPECT_FALSE(open_session(id).max_age);
  clock().advance(hours(29 * 24));
  EXPECT_TRUE(is_signed_in(cookie));
}

TEST_P(SessionsTest, WriteTheirUseDownAtMostOnceAMinute) {
  const auto cookie = open_session(add_user("anna"));
  const auto opened = live(cookie).last_seen_at;
  clock().advance(std::chrono::seconds(59));
  authenticated(cookie.token);
  EXPECT_EQ(live(cookie).last_seen_at, opened);
  clock().advance(std::chrono::seconds(1));
  authenticated(cookie.token);
  EXPECT_EQ(live(cookie).last_seen_at, clock().now());
}

TEST_P(SessionsTest, CountAPasswordAsRecentForAQuarterOfAnHour) {
  const auto cookie = open_session(add_user("anna"));
  clock().advance(minutes(15));
  EXPECT_FALSE(authenticated(cookie.token)->recently_authenticated);
}

TEST_P(SessionsTest, GetAnotherTokenWhenThePasswordIsGivenAgain) {
  const auto cookie = open_session(add_user("anna"));
  clock().advance(hours(1));
  const auto session = live(cookie);
  const auto rotated = database().transact([&](Transaction& tx) { return sessions_->rotate(tx, session); });
  EXPECT_FALSE(authenticated(cookie.token));
  ASSERT_TRUE(authenticated(rotated.token));
  EXPECT_TRUE(authenticated(rotated.token)->recently_authenticated);
}

TEST_P(SessionsTest, EndAtOnceWhenTheAccountIsDisabled) {
  const auto id = add_user("anna");
  const auto cookie = open_session(id);
  database().transact([&](Transaction& tx) { users_.set_disabled(tx, id, clock().now()); });
  EXPECT_FALSE(is_signed_in(cookie));
}

TEST_P(SessionsTest, WithoutASecondFactorAreNoneWhereARoleNeedsOne) {
  const auto id = add_user("director", "admin");
  EXPECT_FALSE(authenticated(open_session(id).token, {"admin"}));
  EXPECT_TRUE(authenticated(open_session(id).token, {"teacher"}));
  EXPECT_TRUE(authenticated(sign_in_->open(user(id), kHome, false, true).token, {"admin"}));
}

TEST_P(SessionsTest, AreListedTheMostRecentFirstAndEndedOneByOneOrAllOthers) {
  const auto id = add_user("anna");
  const auto first = open_session(id);
  clock().advance(minutes(5));
  const auto second = open_session(id);
  const auto stranger = open_session(add_user("boris"));
  const auto listed =
      database().read_single([&](Transaction& tx) { return session_rows_.list(tx, id, clock().now()); });
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0].id, second.id);
  EXPECT_EQ(listed[0].address, kHome.address);
  EXPECT_EQ(listed[0].agent, kHome.agent);

  EXPECT_FALSE(database().transact([&](Transaction& tx) { return session_rows_.remove(tx, id, stranger.id); }));
  EXPECT_EQ(database().transact([&](Transaction& tx) { return session_rows_.remove_all(tx, id, second.id); }), 1);
  EXPECT_FALSE(is_signed_in(first));
  EXPECT_TRUE(is_signed_in(second));
  EXPECT_TRUE(is_signed_in(stranger));
}

TEST_P(SessionsTest, AreSweptWhenTheyAreOver) {
  open_session(add_user("anna"));
  clock().advance(hours(6));
  open_session(add_user("boris"));
  clock().advance(hours(7));
  sessions_->sweep(database());
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_sessions"), 1);
}

TEST_P(SessionsTest, KeepADraftUntilItIsTaken) {
  const auto cookie = open_session(add_user("anna"));
  const auto draft = [&] {
    return database().read_single([&](Transaction& tx) { return session_rows_.draft(tx, cookie.id); });
  };
  EXPECT_EQ(draft(), "");
  database().transact([&](Transaction& tx) { session_rows_.keep_draft(tx, cookie.id, "{\"phone\":\"+7\"}"); });
  EXPECT_EQ(draft(), "{\"phone\":\"+7\"}");
  database().transact([&](Transaction& tx) { session_rows_.keep_draft(tx, cookie.id, ""); });
  EXPECT_EQ(draft(), "");
}

TEST_P(SessionsTest, AreFoundByTheirIndex) {
  const auto id = add_user("anna");
  for (int i = 0; i < 200; ++i) open_session(id);
  using callboard::testing::not_indexed;
  using callboard::testing::query_plan;
  EXPECT_EQ(
      not_indexed(query_plan(database(), SqlSessionRepository::find_statement(), {{":hash", "'x'"}, {":now", "1"}})),
      "");
  EXPECT_EQ(
      not_indexed(query_plan(database(), SqlTokenRepository::bearer_statement(), {{":id", "'x'"}, {":user", "1"}})),
      "");
}

}  // namespace accounts
