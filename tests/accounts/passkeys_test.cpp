// Passkeys of an account: added, renamed, removed; and signing in with one.
#include <gmock/gmock.h>

#include "factors_fixture.hpp"
#include "software_authenticator.hpp"

namespace accounts {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using PasskeyOutcome = PasskeySignIn::Outcome;

class PasskeysTest : public FactorsTest {
 protected:
  void SetUp() override {
    FactorsTest::SetUp();
    device_.party_id = "localhost";
    device_.origin = "http://localhost:8080";
  }

  static json as_json(const RegistrationAnswer& answer) {
    return {{"type", "public-key"},
            {"rawId", to_base64url(answer.id)},
            {"response",
             {{"clientDataJSON", to_base64url(answer.client_data)},
              {"attestationObject", to_base64url(answer.attestation)}}}};
  }
  static json as_json(const SignInAnswer& answer) {
    return {{"type", "public-key"},
            {"rawId", to_base64url(answer.id)},
            {"response",
             {{"clientDataJSON", to_base64url(answer.client_data)},
              {"authenticatorData", to_base64url(answer.authenticator_data)},
              {"signature", to_base64url(answer.signature)},
              {"userHandle", to_base64url(answer.user_handle)}}}};
  }
  static std::string challenge_of(const json& asked) {
    return from_base64url(asked["options"]["challenge"].get<std::string>()).value();
  }

  Passkeys::Registration registration(SoftwareAuthenticator& device, const std::string& label = "My phone") {
    const auto asked = passkeys_->ask(anna());
    device.user_handle = from_base64url(asked["options"]["user"]["id"].get<std::string>()).value();
    return {asked["state"], as_json(device.register_for(challenge_of(asked))), label, "Passkey 1", session_.token,
            kHome};
  }
  void add(SoftwareAuthenticator& device, const std::string& label = "My phone") {
    session_ = passkeys_->add(anna(), registration(device, label));
  }
  PasskeySignIn::Attempt attempt(SoftwareAuthenticator& device) {
    ++device.sign_count;
    const auto asked = passkey_sign_in_->ask();
    return {asked["state"], as_json(device.sign_in_for(challenge_of(asked))), false, kHome};
  }
  PasskeyOutcome sign_in_with(SoftwareAuthenticator& device) {
    return passkey_sign_in_->sign_in(attempt(device)).outcome;
  }

  SoftwareAuthenticator device_;
};
CALLBOARD_ON_BOTH_ENGINES(PasskeysTest);

TEST_P(PasskeysTest, AreListedOnceTheyAreAdded) {
  EXPECT_TRUE(passkeys_->list(anna()).empty());
  device_.flags |= SoftwareAuthenticator::kBackupEligible | SoftwareAuthenticator::kBackedUp;
  add(device_, "Телефон");
  const auto passkeys = passkeys_->list(anna());
  ASSERT_EQ(passkeys.size(), 1u);
  EXPECT_EQ(passkeys[0].label, "Телефон");
  EXPECT_TRUE(passkeys[0].backed_up);
  EXPECT_EQ(passkeys[0].created_at, clock().now());
  EXPECT_FALSE(passkeys[0].last_used_at);
}

TEST_P(PasskeysTest, OfOneUserShareAHandleThatTellsNothing) {
  const auto first = passkeys_->ask(anna())["options"]["user"]["id"];
  EXPECT_EQ(from_base64url(first.get<std::string>())->size(), 32u);
  EXPECT_EQ(passkeys_->ask(anna())["options"]["user"]["id"], first);
  EXPECT_NE(passkeys_->ask(visitor(add_user("boris")))["options"]["user"]["id"], first);
}

TEST_P(PasskeysTest, AreNotMadeTwiceOnOneDevice) {
  add(device_);
  const auto excluded = passkeys_->ask(anna())["options"]["excludeCredentials"];
  ASSERT_EQ(excluded.size(), 1u);
  EXPECT_EQ(excluded[0]["id"], to_base64url(device_.credential_id));
  EXPECT_THROW(add(device_), BadRequest);
  EXPECT_EQ(passkeys_->list(anna()).size(), 1u);
}

TEST_P(PasskeysTest, TakeTheUsualNameWhereNoneIsGiven) {
  add(device_, "  ");
  EXPECT_EQ(passkeys_->list(anna())[0].label, "Passkey 1");
}

TEST_P(PasskeysTest, EndTheOtherSessionsWhenOneIsAddedOrRemoved) {
  auto other = open_session(anna_);
  const auto old = session_;
  add(device_);
  EXPECT_FALSE(is_signed_in(other));
  EXPECT_FALSE(is_signed_in(old));
  EXPECT_TRUE(is_signed_in(session_));
  other = open_session(anna_);
  session_ = passkeys_->remove(anna(), passkeys_->list(anna())[0].id, session_.token, kHome);
  EXPECT_FALSE(is_signed_in(other));
  EXPECT_TRUE(is_signed_in(session_));
  EXPECT_THAT(events(anna_), ElementsAre("passkey_removed", "signed_in", "passkey_added", "signed_in", "signed_in"));
  EXPECT_EQ(mailer_.mails().back().subject.english(), "A passkey was removed");
}

TEST_P(PasskeysTest, AreRenamedAndRemovedByTheirOwnerAlone) {
  add(device_);
  const auto id = passkeys_->list(anna())[0].id;
  const auto boris = add_user("boris");
  const auto session = open_session(boris);
  EXPECT_THROW(passkeys_->rename(visitor(boris), id, "Mine"), NotFound);
  EXPECT_THROW(passkeys_->remove(visitor(boris), id, session.token, kHome), NotFound);
  EXPECT_FALSE(passkeys_->rename(anna(), id, "Laptop"));
  EXPECT_EQ(passkeys_->list(anna())[0].label, "Laptop");
}

TEST_P(PasskeysTest, RefuseNamesThatAreNone) {
  add(device_);
  const auto id = passkeys_->list(anna())[0].id;
  std::string long_name;
  for (int i = 0; i < 60; ++i) long_name += "я";
  EXPECT_FALSE(passkeys_->rename(anna(), id, long_name));
  for (const auto& name : {std::string(), std::string("  "), std::string("a\nb"), long_name + "я"}) {
    EXPECT_TRUE(passkeys_->rename(anna(), id, name)) << name;
  }
}

TEST_P(PasskeysTest, AreNotAddedForAnotherUserNorLateNorTwice) {
  const auto boris = add_user("boris");
  const auto session = open_session(boris);
  auto foreign = registration(device_);
  foreign.session_token = session.token;
  EXPECT_THROW(passkeys_->add(visitor(boris, session), foreign), BadRequest);

  const auto late = registration(device_);
  clock().advance(WebauthnChallenges::kLifetime);
  EXPECT_THROW(passkeys_->add(anna(), late), BadRequest);

  auto twice = registration(device_);
  session_ = passkeys_->add(anna(), twice);
  session_ = passkeys_->remove(anna(), passkeys_->list(anna())[0].id, session_.token, kHome);
  twice.session_token = session_.token;
  EXPECT_THROW(passkeys_->add(anna(), twice), BadRequest);
  EXPECT_TRUE(passkeys_->list(anna()).empty());
}

TEST_P(PasskeysTest, AreNotAddedWhereTheAnswerDoesNotHold) {
  device_.flags = SoftwareAuthenticator::kPresent;
  EXPECT_THROW(add(device_), BadRequest);
  EXPECT_TRUE(passkeys_->list(anna()).empty());
}

TEST_P(PasskeysTest, AreAtMostTwenty) {
  for (int i = 0; i < 20; ++i) {
    SoftwareAuthenticator device;
    device.party_id = device_.party_id;
    device.origin = device_.origin;
    device.credential_id = "credential " + std::to_string(i);
    add(device);
  }
  EXPECT_THROW(passkeys_->ask(anna()), Conflict);
}

TEST_P(PasskeysTest, SignInWithBothFactors) {
  add(device_);
  const auto result = passkey_sign_in_->sign_in(attempt(device_));
  ASSERT_EQ(result.outcome, PasskeyOutcome::Done);
  EXPECT_EQ(result.user, anna_);
  const auto live = database().read_single([&](Transaction& tx) { return sessions_->find(tx, result.session.token); });
  ASSERT_TRUE(live);
  EXPECT_TRUE(live->second_factor);
  EXPECT_EQ(passkeys_->list(anna())[0].last_used_at, clock().now());
  EXPECT_EQ(events(anna_).front(), "signed_in");
}

TEST_P(PasskeysTest, SignInOnceWithOneAnswer) {
  device_.sign_count = 0;
  add(device_);
  device_.sign_count = static_cast<std::uint32_t>(-1);  // never counts
  const auto same = attempt(device_);
  EXPECT_EQ(passkey_sign_in_->sign_in(same).outcome, PasskeyOutcome::Done);
  EXPECT_EQ(passkey_sign_in_->sign_in(same).outcome, PasskeyOutcome::Refused);
  device_.sign_count = static_cast<std::uint32_t>(-1);
  EXPECT_EQ(sign_in_with(device_), PasskeyOutcome::Done);
}

TEST_P(PasskeysTest, AreRefusedAndJournaledWhereTheCounterWentBack) {
  add(device_);
  device_.sign_count = 10;
  EXPECT_EQ(sign_in_with(device_), PasskeyOutcome::Done);
  device_.sign_count = 4;
  EXPECT_EQ(sign_in_with(device_), PasskeyOutcome::Refused);
  EXPECT_EQ(events(anna_).front(), "passkey_refused");
  EXPECT_EQ(mailer_.mails().back().subject.english(), "A passkey was refused: it may have been copied");
}

TEST_P(PasskeysTest, AreRefusedWithoutVerificationOfTheirOwner) {
  add(device_);
  device_.flags = SoftwareAuthenticator::kPresent;
  EXPECT_EQ(sign_in_with(device_), PasskeyOutcome::Refused);
  EXPECT_EQ(events(anna_).front(), "sign_in_failed");
}

TEST_P(PasskeysTest, AreRefusedWhereNobodyHasThem) {
  device_.user_handle = std::string(32, 'h');
  EXPECT_EQ(sign_in_with(device_), PasskeyOutcome::Refused);
  add(device_);
  session_ = passkeys_->remove(anna(), passkeys_->list(anna())[0].id, session_.token, kHome);
  EXPECT_EQ(sign_in_with(device_), PasskeyOutcome::Refused);
}

TEST_P(PasskeysTest, AreRefusedWithAnotherUsersHandle) {
  add(device_);
  device_.user_handle = std::string(32, 'x');
  EXPECT_EQ(sign_in_with(device_), PasskeyOutcome::Refused);
}

TEST_P(PasskeysTest, AreRefusedWithAChallengeOfARegistration) {
  add(device_);
  ++device_.sign_count;
  const auto asked = passkeys_->ask(anna());
  EXPECT_EQ(passkey_sign_in_->sign_in({asked["state"], as_json(device_.sign_in_for(challenge_of(asked))), false, kHome})
                .outcome,
            PasskeyOutcome::Refused);
}

TEST_P(PasskeysTest, DoNotOpenADisabledAccount) {
  add(device_);
  database().transact([&](Transaction& tx) { users_.set_disabled(tx, anna_, clock().now()); });
  EXPECT_EQ(sign_in_with(device_), PasskeyOutcome::Disabled);
}

TEST_P(PasskeysTest, GoWithTheAccount) {
  add(device_);
  database().transact([&](Transaction& tx) { users_.remove(tx, anna_); });
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_passkeys"), 0);
  EXPECT_EQ(sign_in_with(device_), PasskeyOutcome::Refused);
}

}  // namespace
}  // namespace accounts
