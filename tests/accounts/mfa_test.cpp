// Switching one-time codes on and off, and recovery codes.
#include <gmock/gmock.h>

#include "factors_fixture.hpp"

namespace accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class MfaTest : public FactorsTest {};
CALLBOARD_ON_BOTH_ENGINES(MfaTest);

TEST_P(MfaTest, IsOffUntilACodeProvesThatAnAppHasTheSecret) {
  const auto offer = mfa_->offer(anna());
  EXPECT_FALSE(mfa_->state(anna()).on);
  EXPECT_EQ(mfa_->confirm(anna(), from(), offer.sealed, "000000").outcome, Mfa::Outcome::WrongCode);
  EXPECT_FALSE(mfa_->state(anna()).on);

  const auto confirmed = mfa_->confirm(anna(), from(), offer.sealed, next_code(offer.secret));
  EXPECT_EQ(confirmed.outcome, Mfa::Outcome::Done);
  EXPECT_EQ(confirmed.changed.codes.size(), 10u);
  EXPECT_TRUE(mfa_->state(anna()).on);
  EXPECT_EQ(mfa_->state(anna()).codes_left, 10);
}

TEST_P(MfaTest, OffersTheSameSecretAgainAfterAWrongCode) {
  const auto offer = mfa_->offer(anna());
  const auto again = mfa_->confirm(anna(), from(), offer.sealed, "000000").offer;
  EXPECT_EQ(again.secret, offer.secret);
  EXPECT_EQ(again.sealed, offer.sealed);
}

TEST_P(MfaTest, KeepsTheSecretSealed) {
  const auto secret = switch_on().secret;
  const auto kept = database().read_single([&](Transaction& tx) { return totp_.find(tx, anna_).value(); });
  EXPECT_THAT(kept.sealed_secret, Not(HasSubstr(secret)));
  EXPECT_THAT(kept.sealed_secret, Not(HasSubstr(totp_secret_text(secret))));
  EXPECT_THAT(kept.sealed_secret, Not(HasSubstr(to_base64url(secret))));
}

TEST_P(MfaTest, KeepsNoRecoveryCodeInTheClear) {
  const auto codes = switch_on().recovery;
  for (const auto& code : codes) {
    EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_recovery_codes WHERE code_hash LIKE '%" + code.substr(0, 5) +
                     "%' AND code_hash LIKE '%" + code.substr(6) + "%'"),
              0);
  }
}

TEST_P(MfaTest, RefusesTheOfferOfAnotherUserAndAnOldOne) {
  const auto boris = add_user("boris");
  const auto offer = mfa_->offer(visitor(boris));
  EXPECT_EQ(mfa_->confirm(anna(), from(), offer.sealed, next_code(offer.secret)).outcome, Mfa::Outcome::Expired);
  const auto own = mfa_->offer(anna());
  clock().advance(TotpOffers::kLifetime);
  EXPECT_EQ(mfa_->confirm(anna(), from(), own.sealed, next_code(own.secret)).outcome, Mfa::Outcome::Expired);
  EXPECT_EQ(mfa_->confirm(anna(), from(), "", "000000").outcome, Mfa::Outcome::Expired);
  EXPECT_FALSE(mfa_->state(anna()).on);
}

TEST_P(MfaTest, NeverReplacesASecretThatIsOn) {
  const auto secret = switch_on().secret;
  const auto offer = mfa_->offer(anna());
  EXPECT_EQ(mfa_->confirm(anna(), from(), offer.sealed, next_code(offer.secret)).outcome, Mfa::Outcome::OnAlready);
  const auto result =
      second_step_->sign_in({right_password(anna_), totp_code(secret, totp_step(clock().now())), {}, kHome});
  EXPECT_EQ(result.outcome, MfaSignIn::Outcome::Done);
}

TEST_P(MfaTest, EndsTheOtherSessionsAtEachChangeAndGivesThisOneANewToken) {
  const auto old = session_;
  auto other = open_session(anna_);
  switch_on();
  EXPECT_FALSE(is_signed_in(other));
  EXPECT_FALSE(is_signed_in(old));
  EXPECT_TRUE(is_signed_in(session_));

  other = open_session(anna_);
  session_ = mfa_->renew_recovery_codes(anna(), from()).session;
  EXPECT_FALSE(is_signed_in(other));
  EXPECT_TRUE(is_signed_in(session_));

  other = open_session(anna_);
  session_ = mfa_->switch_off(anna(), from()).session;
  EXPECT_FALSE(is_signed_in(other));
  EXPECT_TRUE(is_signed_in(session_));
}

TEST_P(MfaTest, MarksTheSessionInWhichItWasSetUp) {
  switch_on();
  const auto live = database().read_single([&](Transaction& tx) { return sessions_->find(tx, session_.token); });
  EXPECT_TRUE(live->second_factor);
}

TEST_P(MfaTest, JournalsAndMailsEachChange) {
  switch_on();
  session_ = mfa_->renew_recovery_codes(anna(), from()).session;
  session_ = mfa_->switch_off(anna(), from()).session;
  EXPECT_THAT(events(anna_), ElementsAre("totp_off", "recovery_codes_made", "totp_on", "signed_in"));
  std::vector<std::string> mails;
  for (const auto& mail : mailer_.mails()) mails.push_back(mail.to + ": " + mail.subject.english());
  EXPECT_THAT(mails, ElementsAre("anna@mail.example: One-time codes were switched on",
                                 "anna@mail.example: New recovery codes were made",
                                 "anna@mail.example: One-time codes were switched off"));
}

TEST_P(MfaTest, VoidsTheOldRecoveryCodesWhenNewOnesAreMade) {
  const auto old = switch_on().recovery;
  const auto renewed = mfa_->renew_recovery_codes(anna(), from());
  EXPECT_EQ(second_step_->sign_in({right_password(anna_), old[0], {}, kHome}).outcome, MfaSignIn::Outcome::WrongCode);
  EXPECT_EQ(second_step_->sign_in({right_password(anna_), renewed.codes[0], {}, kHome}).outcome,
            MfaSignIn::Outcome::Done);
  EXPECT_EQ(mfa_->state(anna()).codes_left, 9);
}

TEST_P(MfaTest, TakesTheRecoveryCodesAlongWhenItIsSwitchedOff) {
  switch_on();
  session_ = mfa_->switch_off(anna(), from()).session;
  EXPECT_FALSE(mfa_->state(anna()).on);
  EXPECT_EQ(mfa_->state(anna()).codes_left, 0);
  EXPECT_EQ(sign_in("anna", kPassword).verdict, Verdict::Right);
}

TEST_P(MfaTest, CannotBeSwitchedOffNorRenewedWhereItIsOff) {
  EXPECT_THROW(mfa_->switch_off(anna(), from()), Conflict);
  EXPECT_THROW(mfa_->renew_recovery_codes(anna(), from()), Conflict);
}

TEST_P(MfaTest, NeedsASessionThatIsStillThere) {
  const auto offer = mfa_->offer(anna());
  EXPECT_THROW(mfa_->confirm(anna(), {"another token", kHome}, offer.sealed, next_code(offer.secret)), Unauthorized);
  const auto boris = add_user("boris");
  EXPECT_THROW(mfa_->confirm(anna(), {open_session(boris).token, kHome}, offer.sealed, next_code(offer.secret)),
               Unauthorized);
  EXPECT_FALSE(mfa_->state(anna()).on);
}

}  // namespace
}  // namespace accounts
