// A sign-in by passkey holds, and each of its checks is violated once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "software_authenticator.hpp"
#include "webauthn.hpp"

namespace accounts {
namespace {

class SignInByPasskey : public ::testing::TestWithParam<PasskeyAlgorithm> {
 protected:
  void SetUp() override {
    credential = verify_registration(kParty, kChallenge, authenticator.register_for(kChallenge));
    authenticator.sign_count = 2;
  }
  std::string refusal(const SignInAnswer& answer) const {
    try {
      verify_sign_in(kParty, kChallenge, answer, credential);
      return "";
    } catch (const WebauthnRefusal& refusal) {
      return refusal.what();
    }
  }
  std::string refusal() const { return refusal(authenticator.sign_in_for(kChallenge)); }

  SoftwareAuthenticator authenticator{GetParam()};
  PasskeyCredential credential;
};
INSTANTIATE_TEST_SUITE_P(With, SignInByPasskey,
                         ::testing::Values(PasskeyAlgorithm::Es256, PasskeyAlgorithm::EdDsa, PasskeyAlgorithm::Rs256),
                         [](const auto& algorithm) {
                           return std::string(algorithm.param == PasskeyAlgorithm::Es256   ? "ES256"
                                              : algorithm.param == PasskeyAlgorithm::EdDsa ? "EdDSA"
                                                                                           : "RS256");
                         });

TEST_P(SignInByPasskey, HoldsAndSaysWhatChanged) {
  const auto use = verify_sign_in(kParty, kChallenge, authenticator.sign_in_for(kChallenge), credential);
  EXPECT_EQ(use.sign_count, 2u);
  EXPECT_FALSE(use.backed_up);
}

TEST_P(SignInByPasskey, TakesExtensionsThatNobodyAskedFor) {
  authenticator.extensions = cbor::map({cbor::text("uvm"), cbor::integer(2)});
  EXPECT_EQ(refusal(), "");
}

TEST_P(SignInByPasskey, IsRefusedWithAnotherKeysSignature) {
  const SoftwareAuthenticator another(GetParam());
  auto answer = authenticator.sign_in_for(kChallenge);
  answer.signature = another.sign(answer.authenticator_data + callboard::sha256(answer.client_data));
  EXPECT_THAT(refusal(answer), ::testing::StartsWith("sign-in: signature"));
}

TEST_P(SignInByPasskey, IsRefusedWhereAnythingThatWasSignedChanged) {
  for (auto changed : {&SignInAnswer::signature, &SignInAnswer::client_data}) {
    auto answer = authenticator.sign_in_for(kChallenge);
    (answer.*changed) += " ";
    EXPECT_NE(refusal(answer), "");
  }
  auto answer = authenticator.sign_in_for(kChallenge);
  answer.authenticator_data.back() = 77;  // the counter
  EXPECT_THAT(refusal(answer), ::testing::StartsWith("sign-in: signature"));
  answer = authenticator.sign_in_for(kChallenge);
  answer.signature[answer.signature.size() / 2] ^= 1;
  EXPECT_THAT(refusal(answer), ::testing::StartsWith("sign-in: signature"));
}

class SignInChecks : public SignInByPasskey {};
INSTANTIATE_TEST_SUITE_P(With, SignInChecks, ::testing::Values(PasskeyAlgorithm::Es256),
                         [](const auto&) { return "ES256"; });

TEST_P(SignInChecks, RefuseAnOldChallenge) {
  EXPECT_EQ(refusal(authenticator.sign_in_for(std::string(32, 'o'))), "client data: another challenge");
}

TEST_P(SignInChecks, RefuseAnotherOrigin) {
  authenticator.origin = "https://evil.example";
  EXPECT_EQ(refusal(), "client data: another origin");
}

TEST_P(SignInChecks, RefuseAnotherRelyingParty) {
  authenticator.party_id = "evil.example";
  EXPECT_EQ(refusal(), "made for another relying party");
}

TEST_P(SignInChecks, RefuseTheClientDataOfARegistration) {
  auto answer = authenticator.sign_in_for(kChallenge);
  answer.client_data = authenticator.client_data("webauthn.create", kChallenge);
  EXPECT_EQ(refusal(answer), "client data: another type");
}

TEST_P(SignInChecks, RefuseAUserWhoWasNotPresentOrNotVerified) {
  authenticator.flags = SoftwareAuthenticator::kVerified;
  EXPECT_EQ(refusal(), "the user was not present");
  authenticator.flags = SoftwareAuthenticator::kPresent;
  EXPECT_EQ(refusal(), "the user was not verified");
}

TEST_P(SignInChecks, RefuseAPasskeyThatBecameEligibleForBackup) {
  authenticator.flags |= SoftwareAuthenticator::kBackupEligible;
  EXPECT_EQ(refusal(), "another backup eligibility");
}

TEST_P(SignInChecks, RefuseACounterThatWentBackOrStoodStill) {
  for (const std::uint32_t count : {0u, 1u}) {
    authenticator.sign_count = count;
    EXPECT_THROW(verify_sign_in(kParty, kChallenge, authenticator.sign_in_for(kChallenge), credential),
                 CounterWentBack);
  }
}

TEST_P(SignInChecks, RefuseABadSignatureBeforeTheyLookAtTheCounter) {
  authenticator.sign_count = 0;
  auto answer = authenticator.sign_in_for(kChallenge);
  answer.signature = SoftwareAuthenticator().sign("something else");
  EXPECT_THAT(refusal(answer), ::testing::StartsWith("sign-in: signature"));
}

TEST_P(SignInChecks, TakeAPasskeyThatNeverCounts) {
  credential.sign_count = 0;
  authenticator.sign_count = 0;
  EXPECT_EQ(refusal(), "");
}

TEST_P(SignInChecks, RefuseAuthenticatorDataThatIsCutOffOrTooLong) {
  const auto whole = authenticator.sign_in_for(kChallenge);
  for (std::size_t length = 0; length < whole.authenticator_data.size(); ++length) {
    auto answer = whole;
    answer.authenticator_data.resize(length);
    EXPECT_EQ(refusal(answer), "authenticator data: cut off") << length;
  }
  auto answer = whole;
  answer.authenticator_data += "x";
  EXPECT_EQ(refusal(answer), "authenticator data: more bytes than its flags say");
  answer.authenticator_data.resize(5000);
  EXPECT_EQ(refusal(answer), "authenticator data: too long");
}

}  // namespace
}  // namespace accounts
