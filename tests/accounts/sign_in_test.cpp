#include "accounts_fixture.hpp"

namespace accounts {

using SignInTest = AccountsTest;
CALLBOARD_ON_BOTH_ENGINES(SignInTest);

TEST_P(SignInTest, TakesTheUserNameAndTheAddress) {
  const auto id = add_user("anna");
  EXPECT_EQ(sign_in("anna", kPassword).verdict, Verdict::Right);
  EXPECT_EQ(sign_in("ANNA", kPassword).user.id, id);
  EXPECT_EQ(sign_in("anna@mail.example", kPassword).verdict, Verdict::Right);
  EXPECT_EQ(sign_in("Anna@Mail.example", kPassword).verdict, Verdict::Right);
}

TEST_P(SignInTest, GivesTheSameAnswerForAWrongPasswordAndAnUnknownName) {
  add_user("anna");
  EXPECT_EQ(sign_in("anna", "another password").verdict, Verdict::Wrong);
  EXPECT_EQ(sign_in("boris", kPassword).verdict, Verdict::Wrong);
  EXPECT_EQ(sign_in("boris@mail.example", kPassword).verdict, Verdict::Wrong);
  EXPECT_EQ(sign_in("", "").verdict, Verdict::Wrong);
}

TEST_P(SignInTest, WritesAFailureDownForUnknownNamesToo) {
  const auto id = add_user("anna");
  sign_in("anna", "another password");
  sign_in("boris", "another password");
  EXPECT_EQ(events(id), std::vector<std::string>{"sign_in_failed"});
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_journal WHERE user_id IS NULL"), 1);
}

TEST_P(SignInTest, RefusesAfterEightWrongPasswordsWhicheverNameIsUsed) {
  add_user("anna");
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(sign_in(i % 2 == 0 ? "anna" : "anna@mail.example", "wrong").verdict, Verdict::Wrong) << i;
  }
  EXPECT_THROW(sign_in("anna", "wrong"), TooMany);
  EXPECT_THROW(sign_in("anna@mail.example", kPassword), TooMany);
}

TEST_P(SignInTest, LetsOneInAgainAfterAWhile) {
  add_user("anna");
  for (int i = 0; i < 8; ++i) sign_in("anna", "wrong");
  ASSERT_THROW(sign_in("anna", kPassword), TooMany);
  clock().advance(std::chrono::minutes(1));
  EXPECT_EQ(sign_in("anna", kPassword).verdict, Verdict::Right);
}

TEST_P(SignInTest, ForgetsFailuresAfterASuccess) {
  add_user("anna");
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 7; ++i) sign_in("anna", "wrong");
    EXPECT_EQ(sign_in("anna", kPassword).verdict, Verdict::Right) << round;
  }
}

TEST_P(SignInTest, IsNotHeldUpOnATrustedDeviceByStrangersWhoGuess) {
  const auto id = add_user("anna");
  const auto device = limits_->trusted_device("", id);
  for (int i = 0; i < 8; ++i) sign_in("anna", "wrong");
  ASSERT_THROW(sign_in("anna", kPassword), TooMany);
  EXPECT_EQ(sign_in("anna", kPassword, device).verdict, Verdict::Right);
}

TEST_P(SignInTest, BoundsGuessesOnATrustedDeviceToo) {
  const auto id = add_user("anna");
  const auto device = limits_->trusted_device("", id);
  for (int i = 0; i < 8; ++i) EXPECT_EQ(sign_in("anna", "wrong", device).verdict, Verdict::Wrong);
  EXPECT_THROW(sign_in("anna", "wrong", device), TooMany);
}

TEST_P(SignInTest, DoesNotTrustADeviceOfSomebodyElse) {
  add_user("anna");
  const auto device = limits_->trusted_device("", add_user("boris"));
  for (int i = 0; i < 8; ++i) sign_in("anna", "wrong");
  EXPECT_THROW(sign_in("anna", kPassword, device), TooMany);
}

TEST_P(SignInTest, TellsThatAnAccountIsDisabledOnlyToWhoKnowsThePassword) {
  const auto id = add_user("anna");
  database().transact([&](Transaction& tx) { users_.set_disabled(tx, id, clock().now()); });
  EXPECT_EQ(sign_in("anna", "wrong").verdict, Verdict::Wrong);
  EXPECT_EQ(sign_in("anna", kPassword).verdict, Verdict::Disabled);
}

TEST_P(SignInTest, WaitsForTheAddressWhereThatIsConfigured) {
  settings_.require_verified_email = true;
  make_sign_in();
  const auto id = add_user("anna");
  EXPECT_EQ(sign_in("anna", kPassword).verdict, Verdict::Right);
  database().transact(
      [&](Transaction& tx) { users_.set_email(tx, id, "anna@mail.example", "anna@mail.example", std::nullopt); });
  EXPECT_EQ(sign_in("anna", kPassword).verdict, Verdict::Unverified);
}

TEST_P(SignInTest, AsksForASecondFactorWhereARoleNeedsOne) {
  settings_.require_mfa = {"admin"};
  make_sign_in();
  add_user("anna");
  add_user("director", "admin");
  EXPECT_EQ(sign_in("anna", kPassword).verdict, Verdict::Right);
  EXPECT_EQ(sign_in("director", kPassword).verdict, Verdict::SecondFactorUnset);
}

TEST_P(SignInTest, ReplacesAHashOfAnOldSystem) {
  const auto id = add_user("anna");
  // Made by passlib's pbkdf2_sha256.
  database().transact([&](Transaction& tx) {
    users_.set_password(tx, id,
                        "$pbkdf2-sha256$2000$792bM4awFoIw5pwzptT6Hw$4TWKC0tDkgK9Mh00/PKiQ5EWI.VKv/T2v6uJ2fO/ZOM");
  });
  const auto checked = sign_in("anna", "correct horse 9");
  ASSERT_EQ(checked.verdict, Verdict::Right);
  EXPECT_TRUE(user(id).password_hash.starts_with("$argon2id$"));
  EXPECT_TRUE(is_signed_in(sign_in_->open(checked.user, kHome, false, false)));
  EXPECT_EQ(sign_in("anna", "correct horse 9").verdict, Verdict::Right);
}

TEST_P(SignInTest, OpensNoSessionOnceThePasswordWasChanged) {
  const auto id = add_user("anna");
  const auto checked = sign_in("anna", kPassword);
  database().transact([&](Transaction& tx) { users_.set_password(tx, id, "another"); });
  EXPECT_THROW(sign_in_->open(checked.user, kHome, false, false), Unauthorized);
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_sessions"), 0);
}

TEST_P(SignInTest, KeepsARightPasswordWaitingForTenMinutesAndForOneRequest) {
  const auto id = add_user("anna");
  const auto token = sign_in_->keep_waiting({id, true});
  const auto waiting = [&] {
    return database().read_single([&](Transaction& tx) { return sign_in_->waiting(tx, token); });
  };
  ASSERT_TRUE(waiting());
  EXPECT_EQ(waiting()->user, id);
  EXPECT_TRUE(waiting()->remembered);
  EXPECT_TRUE(database().transact([&](Transaction& tx) { return sign_in_->end_waiting(tx, token); }));
  EXPECT_FALSE(database().transact([&](Transaction& tx) { return sign_in_->end_waiting(tx, token); }));
  EXPECT_FALSE(waiting());

  const auto late = sign_in_->keep_waiting({id, false});
  clock().advance(std::chrono::minutes(11));
  EXPECT_FALSE(database().read_single([&](Transaction& tx) { return sign_in_->waiting(tx, late); }));
}

}  // namespace accounts
