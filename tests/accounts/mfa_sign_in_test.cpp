// The second step of a sign-in: codes, recovery codes, and setting codes up where a role needs them.
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "factors_fixture.hpp"

namespace accounts {
namespace {

using MfaOutcome = MfaSignIn::Outcome;

class SecondStep : public FactorsTest {
 protected:
  MfaSignIn::Result enter(const std::string& code, const std::string& device = {}) {
    return second_step_->sign_in({right_password(anna_), code, device, kHome});
  }
};
CALLBOARD_ON_BOTH_ENGINES(SecondStep);

TEST_P(SecondStep, IsDueAfterTheRightPassword) {
  switch_on();
  EXPECT_EQ(sign_in("anna", kPassword).verdict, Verdict::SecondFactorDue);
}

TEST_P(SecondStep, OpensASessionWithTheCodeOfTheMoment) {
  const auto secret = switch_on().secret;
  const auto result = enter(next_code(secret));
  ASSERT_EQ(result.outcome, MfaOutcome::Done);
  EXPECT_EQ(result.user, anna_);
  const auto live = database().read_single([&](Transaction& tx) { return sessions_->find(tx, result.session.token); });
  ASSERT_TRUE(live);
  EXPECT_TRUE(live->second_factor);
  EXPECT_FALSE(live->remembered);
}

TEST_P(SecondStep, RemembersWhatWasTickedWithThePassword) {
  const auto secret = switch_on().secret;
  const auto result = second_step_->sign_in({right_password(anna_, true), next_code(secret), {}, kHome});
  EXPECT_TRUE(result.session.max_age);
}

TEST_P(SecondStep, RefusesACodeThatWasUsedAndTheOneBeforeIt) {
  const auto secret = switch_on().secret;
  const auto previous = next_code(secret);
  const auto code = next_code(secret);
  EXPECT_EQ(enter(code).outcome, MfaOutcome::Done);
  EXPECT_EQ(enter(code).outcome, MfaOutcome::WrongCode);
  EXPECT_EQ(enter(previous).outcome, MfaOutcome::WrongCode);
  EXPECT_EQ(enter(next_code(secret)).outcome, MfaOutcome::Done);
}

TEST_P(SecondStep, RefusesTheCodeThatSwitchedItOn) {
  const auto secret = switch_on().secret;
  EXPECT_EQ(enter(totp_code(secret, totp_step(clock().now()))).outcome, MfaOutcome::WrongCode);
}

TEST_P(SecondStep, TakesARecoveryCodeOnceHoweverItIsTyped) {
  const auto codes = switch_on().recovery;
  auto typed = " " + codes[3].substr(0, 5) + " " + codes[3].substr(6);
  std::transform(typed.begin(), typed.end(), typed.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
  EXPECT_EQ(enter(typed).outcome, MfaOutcome::Done);
  EXPECT_EQ(enter(codes[3]).outcome, MfaOutcome::WrongCode);
  EXPECT_EQ(mfa_->state(anna()).codes_left, 9);
  EXPECT_EQ(mailer_.mails().back().subject.english(), "A recovery code was used");
}

TEST_P(SecondStep, RefusesAnotherUsersRecoveryCodeAndJournalsIt) {
  switch_on();
  const auto boris = add_user("boris");
  const auto boris_codes =
      database().transact([&](Transaction& tx) { return codes_->renew_recovery_codes(tx, boris); });
  EXPECT_EQ(enter(boris_codes[0]).outcome, MfaOutcome::WrongCode);
  EXPECT_EQ(events(anna_).front(), "sign_in_failed");
}

TEST_P(SecondStep, OfTwoRequestsWithOneCodeLetsASingleOneIn) {
  const auto secret = switch_on().secret;
  const auto code = next_code(secret);
  std::vector<std::string> tokens;
  for (int i = 0; i < 4; ++i) tokens.push_back(right_password(anna_));
  std::atomic<int> done = 0;
  {
    std::vector<std::jthread> threads;
    for (const auto& token : tokens) {
      threads.emplace_back([&, token] {
        if (second_step_->sign_in({token, code, {}, kHome}).outcome == MfaOutcome::Done) ++done;
      });
    }
  }
  EXPECT_EQ(done, 1);
}

TEST_P(SecondStep, EndsThePasswordsTokenWhenItIsUsed) {
  const auto secret = switch_on().secret;
  const auto token = right_password(anna_);
  EXPECT_EQ(second_step_->sign_in({token, next_code(secret), {}, kHome}).outcome, MfaOutcome::Done);
  EXPECT_EQ(second_step_->sign_in({token, next_code(secret), {}, kHome}).outcome, MfaOutcome::Expired);
  EXPECT_FALSE(second_step_->waiter(token));
}

TEST_P(SecondStep, KnowsNobodyWithoutThePassword) {
  const auto secret = switch_on().secret;
  EXPECT_FALSE(second_step_->waiter(""));
  EXPECT_EQ(second_step_->sign_in({"", next_code(secret), {}, kHome}).outcome, MfaOutcome::Expired);
  const auto token = right_password(anna_);
  clock().advance(std::chrono::minutes(10));
  EXPECT_EQ(second_step_->sign_in({token, next_code(secret), {}, kHome}).outcome, MfaOutcome::Expired);
}

TEST_P(SecondStep, IsVoidOnceThePasswordChanged) {
  const auto secret = switch_on().secret;
  const auto token = right_password(anna_);
  database().transact([&](Transaction& tx) { changes_->end_access(tx, anna_, kNoSession); });
  EXPECT_EQ(second_step_->sign_in({token, next_code(secret), {}, kHome}).outcome, MfaOutcome::Expired);
}

TEST_P(SecondStep, BoundsTheTriesOfCodesAndRecoveryCodesTogether) {
  const auto set_up = switch_on();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(enter(i % 2 == 0 ? "000000" : "00000-00000").outcome, MfaOutcome::WrongCode);
  }
  EXPECT_THROW(enter(set_up.recovery[0]), TooMany);
  EXPECT_THROW(enter(totp_code(set_up.secret, totp_step(clock().now()) + 1)), TooMany);
  clock().advance(std::chrono::minutes(1));
  EXPECT_EQ(enter(set_up.recovery[0]).outcome, MfaOutcome::Done);
}

TEST_P(SecondStep, BoundsTheTriesInTheLongRunMoreTightly) {
  switch_on();
  int tries = 0;
  for (int minute = 0; minute < 24 * 60; ++minute) {
    try {
      enter("000000");
      ++tries;
    } catch (const TooMany&) {
    }
    clock().advance(std::chrono::minutes(1));
  }
  EXPECT_LE(tries, 40 + 24 * 4);
}

TEST_P(SecondStep, LeavesTheOwnersOwnDeviceItsTriesWhileAStrangerGuesses) {
  const auto secret = switch_on().secret;
  for (int i = 0; i < 5; ++i) enter("000000");
  EXPECT_THROW(enter("000000"), TooMany);
  const auto device = limits_->trusted_device({}, anna_);
  EXPECT_EQ(enter(next_code(secret), device).outcome, MfaOutcome::Done);
}

TEST_P(SecondStep, ForgetsTheWrongTriesAfterARightOne) {
  const auto set_up = switch_on();
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 4; ++i) EXPECT_EQ(enter("000000").outcome, MfaOutcome::WrongCode);
    EXPECT_EQ(enter(set_up.recovery[static_cast<std::size_t>(round)]).outcome, MfaOutcome::Done);
  }
}

TEST_P(SecondStep, GoesOnWhileTheSitesSecretIsRotated) {
  const auto secret = switch_on().secret;
  keys_.all.insert(keys_.all.begin(), std::string(32, 'n'));
  make_factors();
  EXPECT_EQ(enter(next_code(secret)).outcome, MfaOutcome::Done);
  keys_.all.pop_back();
  make_factors();
  EXPECT_EQ(enter(next_code(secret)).outcome, MfaOutcome::Done);
}

// Programs sign in by one request with password and code.
TEST_P(SecondStep, OfAProgramIsTheSameCodeAndTheSameTries) {
  const MfaCheck check({database(), *codes_, *changes_, journal_, clock()});
  const auto set_up = switch_on();
  const auto code = next_code(set_up.secret);
  EXPECT_TRUE(check.accepts(user(anna_), code, kHome));
  EXPECT_FALSE(check.accepts(user(anna_), code, kHome));
  EXPECT_EQ(events(anna_).front(), "sign_in_failed");
  EXPECT_TRUE(check.accepts(user(anna_), set_up.recovery[0], kHome));
  EXPECT_EQ(events(anna_).front(), "recovery_code_used");
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(check.accepts(user(anna_), "000000", kHome));
  EXPECT_THROW(check.accepts(user(anna_), set_up.recovery[1], kHome), TooMany);
  EXPECT_THROW(enter(set_up.recovery[1]), TooMany);
}

class ForcedEnrolment : public FactorsTest {
 protected:
  void SetUp() override {
    FactorsTest::SetUp();
    settings_.require_mfa = {"teacher"};
    make_sign_in();
    make_factors();
    teacher_ = add_user("olga", std::string(kTeacher));
  }
  UserId teacher_{};
};
CALLBOARD_ON_BOTH_ENGINES(ForcedEnrolment);

TEST_P(ForcedEnrolment, IsAskedOfTheRoleAlone) {
  EXPECT_EQ(sign_in("olga", kPassword).verdict, Verdict::SecondFactorUnset);
  EXPECT_EQ(sign_in("anna", kPassword).verdict, Verdict::Right);
}

TEST_P(ForcedEnrolment, SetsCodesUpAndSignsIn) {
  const auto token = right_password(teacher_);
  const auto waiter = second_step_->waiter(token);
  ASSERT_TRUE(waiter);
  EXPECT_EQ(waiter->name, "olga");
  EXPECT_FALSE(waiter->has_codes);
  const auto offer = second_step_->offer(*waiter);
  EXPECT_EQ(second_step_->enrol({token, "000000", {}, kHome}, offer.sealed).outcome, MfaOutcome::WrongCode);
  EXPECT_EQ(second_step_->offer_again(*waiter, offer.sealed)->secret, offer.secret);

  const auto result = second_step_->enrol({token, next_code(offer.secret), {}, kHome}, offer.sealed);
  ASSERT_EQ(result.outcome, MfaOutcome::Done);
  EXPECT_EQ(result.codes.size(), 10u);
  EXPECT_TRUE(is_signed_in(result.session));
  EXPECT_THAT(events(teacher_), ::testing::ElementsAre("signed_in", "totp_on"));
  EXPECT_EQ(sign_in("olga", kPassword).verdict, Verdict::SecondFactorDue);
}

// Who knows the password alone must not get past the second factor by setting up another one.
TEST_P(ForcedEnrolment, NeverReplacesCodesThatAreOn) {
  switch_on();
  const auto token = right_password(anna_);
  const auto offer = offers_.make(anna_, clock().now());
  EXPECT_EQ(second_step_->enrol({token, next_code(offer.secret), {}, kHome}, offer.sealed).outcome,
            MfaOutcome::Expired);
  EXPECT_EQ(second_step_->sign_in({token, next_code(offer.secret), {}, kHome}).outcome, MfaOutcome::WrongCode);
}

TEST_P(ForcedEnrolment, TakesNoCodeBeforeItIsSetUp) {
  EXPECT_EQ(second_step_->sign_in({right_password(teacher_), "000000", {}, kHome}).outcome, MfaOutcome::WrongCode);
}

TEST_P(ForcedEnrolment, TakesNoOfferOfAnother) {
  const auto offer = offers_.make(anna_, clock().now());
  EXPECT_EQ(second_step_->enrol({right_password(teacher_), next_code(offer.secret), {}, kHome}, offer.sealed).outcome,
            MfaOutcome::Expired);
}

}  // namespace
}  // namespace accounts
