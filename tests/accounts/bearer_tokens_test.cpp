#include "callboard/testing/query_plan.hpp"
#include "people_fixture.hpp"

namespace accounts {

class BearerTokensTest : public PeopleTest {};
CALLBOARD_ON_BOTH_ENGINES(BearerTokensTest);

TEST_P(BearerTokensTest, StandForTheirOwnerWithHisRoles) {
  const auto visitor = bearer(token_of(admin_));
  ASSERT_TRUE(visitor);
  EXPECT_TRUE(visitor->is_person());
  EXPECT_EQ(visitor->user, admin_);
  EXPECT_EQ(visitor->name, "director");
  EXPECT_EQ(visitor->roles, std::vector<std::string>{"admin"});
  EXPECT_EQ(visitor->session, "");
  EXPECT_FALSE(visitor->recently_authenticated);
  EXPECT_EQ(events(admin_), std::vector<std::string>{"token_issued"});
}

TEST_P(BearerTokensTest, LastForTheirTime) {
  const auto issued = tokens_->issue(user(admin_), kHome);
  EXPECT_EQ(issued.expires_in, std::chrono::hours(24));
  clock().advance(std::chrono::hours(24) - std::chrono::seconds(2));
  EXPECT_TRUE(bearer(issued.token));
  clock().advance(std::chrono::seconds(2));
  EXPECT_THROW(bearer(issued.token), Unauthorized);
}

TEST_P(BearerTokensTest, OfOthersAreLeftToThem) {
  EXPECT_FALSE(bearer("garbage"));
  EXPECT_FALSE(bearer(""));
  const SignedTokens cabinets("callboard:key_cabinet", {{std::string(32, 'k')}}, "cabinet");
  EXPECT_FALSE(bearer(cabinets.sign({random_token_id(), 1, clock().now() + std::chrono::hours(1)}, clock().now())));
}

TEST_P(BearerTokensTest, ThatThisDatabaseNeverGaveDoNotHold) {
  const SignedTokens forger("callboard:accounts", keys_, "accounts");
  const auto stray =
      forger.sign({random_token_id(), to_sql(admin_), clock().now() + std::chrono::hours(1)}, clock().now());
  EXPECT_THROW(bearer(stray), Unauthorized);
}

TEST_P(BearerTokensTest, OfTheKeyBeforeStillHold) {
  const auto token = token_of(admin_);
  const BearerTokens rotated({database(), token_rows_, *sign_in_, journal_, clock()},
                             {{std::string(32, 'n'), std::string(32, 'b')}}, std::chrono::hours(1));
  EXPECT_EQ(rotated.bearer(token).user, admin_);
  EXPECT_FALSE(tokens_->recognises(rotated.issue(user(admin_), kHome).token));
}

TEST_P(BearerTokensTest, EndWhenTheAccountIsDisabledOrGone) {
  const auto first = add_user("masha"), second = add_user("dasha");
  const auto disabled = token_of(first), gone = token_of(second);
  database().transact([&](Transaction& tx) {
    users_.set_disabled(tx, first, clock().now());
    users_.remove(tx, second);
  });
  EXPECT_THROW(bearer(disabled), Unauthorized);
  EXPECT_THROW(bearer(gone), Unauthorized);
}

TEST_P(BearerTokensTest, EndWhenThePasswordChanges) {
  const auto id = add_user("masha");
  const auto token = token_of(id), other = token_of(admin_);
  const auto cookie = open_session(id);
  const auto changed = password_change_->change(
      visitor(id, cookie), {kPassword, "another horse battery", "another horse battery", cookie.token, "", kHome});
  ASSERT_FALSE(changed.faults);
  EXPECT_THROW(bearer(token), Unauthorized);
  EXPECT_TRUE(bearer(other));
}

TEST_P(BearerTokensTest, AreNotIssuedOverAPasswordThatWasChangedMeanwhile) {
  const auto id = add_user("masha");
  const auto checked = sign_in("masha", kPassword);
  database().transact([&](Transaction& tx) { users_.set_password(tx, id, "another"); });
  EXPECT_THROW(tokens_->issue(checked.user, kHome), Unauthorized);
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_tokens"), 0);
}

TEST_P(BearerTokensTest, AreSweptOnceTheyHaveExpired) {
  token_of(admin_);
  const auto sweep = [&] {
    return database().transact_single([&](Transaction& tx) { return token_rows_.sweep(tx, clock().now(), 10); });
  };
  EXPECT_EQ(sweep(), 0);
  clock().advance(std::chrono::hours(25));
  EXPECT_EQ(sweep(), 1);
}

TEST_P(BearerTokensTest, AreFoundByIndex) {
  for (int i = 0; i < 60; ++i) token_of(add_user("user" + std::to_string(i)));
  if (engine() == Engine::Mysql) {
    database().transact([](Transaction& tx) { tx.sql() << "ANALYZE TABLE accounts_tokens, accounts_users"; });
  }
  EXPECT_EQ(callboard::testing::not_indexed(callboard::testing::query_plan(
                database(), SqlTokenRepository::bearer_statement(), {{":id", "'x'"}, {":user", "7"}})),
            "");
}

}  // namespace accounts
