// An administrator switches somebody's one-time codes off.
#include <gmock/gmock.h>

#include "mfa_reset.hpp"
#include "people_fixture.hpp"

namespace accounts {
namespace {

class MfaResetTest : public PeopleTest {
 protected:
  void SetUp() override {
    PeopleTest::SetUp();
    anna_ = add_user("anna");
    database().transact([&](Transaction& tx) {
      totp_.add(tx, anna_, {"sealed", 1}, clock().now());
      recovery_.replace(tx, anna_, {std::string(64, 'a')});
    });
    reset_.emplace(MfaReset::Parts{database(), users_, totp_, recovery_, *changes_, *administration_, audit_});
  }
  bool is_on() {
    return database().read_single([&](Transaction& tx) { return second_factors_.is_on(tx, anna_); });
  }

  std::optional<MfaReset> reset_;
  UserId anna_{};
};
CALLBOARD_ON_BOTH_ENGINES(MfaResetTest);

TEST_P(MfaResetTest, SwitchesOffAndTellsTheOwner) {
  const auto session = open_session(anna_);
  ASSERT_TRUE(is_on());
  EXPECT_TRUE(reset_->switch_off(admin(), anna_, kHome));
  EXPECT_FALSE(is_on());
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_recovery_codes"), 0);
  EXPECT_FALSE(is_signed_in(session));
  EXPECT_EQ(events(anna_).front(), "totp_off");
  EXPECT_EQ(mailer_.mails().back().to, "anna@mail.example");
  EXPECT_THAT(audit_.actions(), ::testing::Contains("mfa_off user " + std::to_string(to_sql(anna_))));
}

TEST_P(MfaResetTest, IsForTheConsoleToo) { EXPECT_TRUE(reset_->switch_off(console(), anna_, kHome)); }

TEST_P(MfaResetTest, SaysWhereTheyWereOffAlready) {
  reset_->switch_off(admin(), anna_, kHome);
  EXPECT_FALSE(reset_->switch_off(admin(), anna_, kHome));
}

TEST_P(MfaResetTest, IsForNobodyElse) {
  const auto teacher = add_user("olga", "teacher");
  EXPECT_THROW(reset_->switch_off(visitor(teacher), anna_, kHome), Forbidden);
  EXPECT_THROW(reset_->switch_off(visitor(anna_), anna_, kHome), Forbidden);
  EXPECT_THROW(reset_->switch_off(admin(), UserId{4711}, kHome), NotFound);
  EXPECT_TRUE(is_on());
}

}  // namespace
}  // namespace accounts
