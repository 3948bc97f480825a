#include "accounts_fixture.hpp"
#include "password_reset.hpp"

namespace accounts {

inline constexpr const char* kNewPassword = "quiet mornings on stage";

class PasswordChangeTest : public AccountsTest {
 protected:
  PasswordChange::Changed change(UserId id, const SessionCookie& cookie, const std::string& old_password,
                                 const std::string& new_password, const std::string& again) {
    return password_change_->change(visitor(id, cookie), {old_password, new_password, again, cookie.token, "", kHome});
  }
};
CALLBOARD_ON_BOTH_ENGINES(PasswordChangeTest);

TEST_P(PasswordChangeTest, EndsOtherSessionsAndRotatesItsOwn) {
  const auto id = add_user("anna");
  const auto here = open_session(id), elsewhere = open_session(id);
  const auto changed = change(id, here, kPassword, kNewPassword, kNewPassword);
  ASSERT_TRUE(changed.session);
  EXPECT_FALSE(is_signed_in(here));
  EXPECT_FALSE(is_signed_in(elsewhere));
  EXPECT_TRUE(is_signed_in(*changed.session));
  EXPECT_EQ(sign_in("anna", kNewPassword).verdict, Verdict::Right);
  EXPECT_EQ(sign_in("anna", kPassword).verdict, Verdict::Wrong);
}

TEST_P(PasswordChangeTest, IsMailedAndWrittenDown) {
  const auto id = add_user("anna");
  change(id, open_session(id), kPassword, kNewPassword, kNewPassword);
  EXPECT_EQ(mailer_.sent(), std::vector<std::string>{"anna@mail.example accounts/mail_security"});
  EXPECT_EQ(events(id), (std::vector<std::string>{"password_changed", "signed_in"}));
}

TEST_P(PasswordChangeTest, NamesTheFieldThatIsWrongAndChangesNothing) {
  const auto id = add_user("anna");
  const auto here = open_session(id);
  const auto fields = [](const PasswordChange::Changed& changed) {
    std::vector<std::string> names;
    for (const auto& [field, fault] : changed.faults.all()) names.push_back(field);
    return names;
  };
  EXPECT_EQ(fields(change(id, here, "wrong", kNewPassword, kNewPassword)), std::vector<std::string>{"old_password"});
  EXPECT_EQ(fields(change(id, here, kPassword, "short", "short")), std::vector<std::string>{"new_password1"});
  EXPECT_EQ(fields(change(id, here, kPassword, kNewPassword, "other")), std::vector<std::string>{"new_password2"});
  EXPECT_EQ(fields(change(id, here, kPassword, kPassword, kPassword)), std::vector<std::string>{"new_password1"});
  EXPECT_EQ(user(id).password_hash, password_hash());
  EXPECT_TRUE(is_signed_in(here));
  EXPECT_TRUE(mailer_.sent().empty());
}

TEST_P(PasswordChangeTest, BoundsGuessesOfTheOldPassword) {
  const auto id = add_user("anna");
  const auto here = open_session(id);
  for (int i = 0; i < 8; ++i) change(id, here, "wrong", kNewPassword, kNewPassword);
  EXPECT_THROW(change(id, here, kPassword, kNewPassword, kNewPassword), TooMany);
}

class PasswordResetTest : public AccountsTest {
 protected:
  void SetUp() override {
    AccountsTest::SetUp();
    reset_ = std::make_unique<PasswordReset>(PasswordReset::Parts{database(), users_, *links_, pending_rows_, *changes_,
                                                                  journal_, *limits_, hasher(), rules_, *limiter_,
                                                                  mailer_, clock(), site_});
  }
  std::string ask(const std::string& email) {
    reset_->ask(email, kHome);
    reset_->mail_links();
    return mailed_token();
  }
  PasswordReset::Outcome set(const std::string& token, const std::string& password = kNewPassword) {
    return reset_->set(token, password, password, kHome).outcome;
  }
  using Outcome = PasswordReset::Outcome;

  std::unique_ptr<PasswordReset> reset_;
};
CALLBOARD_ON_BOTH_ENGINES(PasswordResetTest);

TEST_P(PasswordResetTest, SetsThePasswordOnceAndEndsWhatWasSignedIn) {
  const auto id = add_user("anna");
  const auto session = open_session(id);
  const auto token = ask("Anna@mail.example");
  EXPECT_TRUE(reset_->is_good(token));
  EXPECT_EQ(set(token), Outcome::Done);
  EXPECT_FALSE(is_signed_in(session));
  EXPECT_EQ(sign_in("anna", kNewPassword).verdict, Verdict::Right);
  EXPECT_EQ(set(token, "another quiet morning"), Outcome::LinkIsDead);
  EXPECT_EQ(sign_in("anna", kNewPassword).verdict, Verdict::Right);
}

TEST_P(PasswordResetTest, DoesTheSameForAnUnknownAddressAndMailsNothing) {
  reset_->ask("nobody@mail.example", kHome);
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_pending"), 1);
  reset_->mail_links();
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_pending"), 0);
  EXPECT_TRUE(mailer_.sent().empty());
}

TEST_P(PasswordResetTest, MailsEachWishOnceHoweverManyHostsRunTheJob) {
  add_user("anna");
  reset_->ask("anna@mail.example", kHome);
  reset_->mail_links();
  reset_->mail_links();
  EXPECT_EQ(mailer_.sent(), std::vector<std::string>{"anna@mail.example accounts/mail_reset"});
}

TEST_P(PasswordResetTest, VoidsALinkByANewerOne) {
  add_user("anna");
  const auto older = ask("anna@mail.example");
  const auto newer = ask("anna@mail.example");
  EXPECT_EQ(set(older), Outcome::LinkIsDead);
  EXPECT_EQ(set(newer), Outcome::Done);
}

TEST_P(PasswordResetTest, VoidsALinkWhenThePasswordIsChanged) {
  const auto id = add_user("anna");
  const auto token = ask("anna@mail.example");
  const auto here = open_session(id);
  password_change_->change(visitor(id, here), {kPassword, kNewPassword, kNewPassword, here.token, "", kHome});
  EXPECT_EQ(set(token, "yet another one"), Outcome::LinkIsDead);
}

TEST_P(PasswordResetTest, VoidsALinkWhenTheAddressIsAnother) {
  const auto id = add_user("anna");
  const auto token = ask("anna@mail.example");
  database().transact(
      [&](Transaction& tx) { users_.set_email(tx, id, "new@mail.example", "new@mail.example", clock().now()); });
  EXPECT_EQ(set(token), Outcome::LinkIsDead);
  EXPECT_EQ(sign_in("anna", kPassword).verdict, Verdict::Right);
}

TEST_P(PasswordResetTest, KeepsTheLinkWhereTheNewPasswordIsRefused) {
  add_user("anna");
  const auto token = ask("anna@mail.example");
  EXPECT_EQ(set(token, "short"), Outcome::Refused);
  EXPECT_EQ(set(token), Outcome::Done);
}

TEST_P(PasswordResetTest, ForgetsALinkAfterAnHour) {
  add_user("anna");
  const auto token = ask("anna@mail.example");
  clock().advance(std::chrono::minutes(61));
  EXPECT_FALSE(reset_->is_good(token));
  EXPECT_EQ(set(token), Outcome::LinkIsDead);
}

TEST_P(PasswordResetTest, IsNoWayAroundAnotherPurpose) {
  registration_->add({"masha", "masha@mail.example", kPassword, "student", false, kHome});
  EXPECT_EQ(set(mailed_token()), Outcome::LinkIsDead);
}

TEST_P(PasswordResetTest, LetsOneInWhoWasHeldUpByGuesses) {
  add_user("anna");
  for (int i = 0; i < 8; ++i) sign_in("anna", "wrong");
  ASSERT_THROW(sign_in("anna", kPassword), TooMany);
  EXPECT_EQ(set(ask("anna@mail.example")), Outcome::Done);
  EXPECT_EQ(sign_in("anna", kNewPassword).verdict, Verdict::Right);
}

TEST_P(PasswordResetTest, MailsAnAddressOnlySoOften) {
  add_user("anna");
  for (int i = 0; i < 20; ++i) ask("anna@mail.example");
  EXPECT_EQ(mailer_.sent().size(), 5U);
}

TEST_P(PasswordResetTest, MailsNothingToADisabledAccount) {
  const auto id = add_user("anna");
  database().transact([&](Transaction& tx) { users_.set_disabled(tx, id, clock().now()); });
  reset_->ask("anna@mail.example", kHome);
  reset_->mail_links();
  EXPECT_TRUE(mailer_.sent().empty());
}

}  // namespace accounts
