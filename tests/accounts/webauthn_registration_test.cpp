// A registration holds, and each of its checks is violated once.
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "software_authenticator.hpp"
#include "webauthn.hpp"

namespace accounts {
namespace {

// Why it was refused; empty where it was not.
std::string refusal(const RegistrationAnswer& answer, const std::string& challenge = kChallenge) {
  try {
    verify_registration(kParty, challenge, answer);
    return "";
  } catch (const WebauthnRefusal& refusal) {
    return refusal.what();
  }
}

class Registration : public ::testing::TestWithParam<PasskeyAlgorithm> {};
INSTANTIATE_TEST_SUITE_P(With, Registration,
                         ::testing::Values(PasskeyAlgorithm::Es256, PasskeyAlgorithm::EdDsa, PasskeyAlgorithm::Rs256),
                         [](const auto& algorithm) {
                           return std::string(algorithm.param == PasskeyAlgorithm::Es256   ? "ES256"
                                              : algorithm.param == PasskeyAlgorithm::EdDsa ? "EdDSA"
                                                                                           : "RS256");
                         });

TEST_P(Registration, HoldsAndSaysWhatToKeep) {
  SoftwareAuthenticator authenticator(GetParam());
  authenticator.flags |= SoftwareAuthenticator::kBackupEligible | SoftwareAuthenticator::kBackedUp;
  authenticator.sign_count = 7;
  const auto credential = verify_registration(kParty, kChallenge, authenticator.register_for(kChallenge));
  EXPECT_EQ(credential.id, authenticator.credential_id);
  EXPECT_EQ(credential.algorithm, GetParam());
  EXPECT_FALSE(credential.public_key.empty());
  EXPECT_EQ(credential.sign_count, 7u);
  EXPECT_TRUE(credential.backup_eligible);
  EXPECT_TRUE(credential.backed_up);
  EXPECT_EQ(credential.aaguid, std::string(16, '\0'));
}

TEST_P(Registration, TakesAKeyThatSignedForItself) {
  SoftwareAuthenticator authenticator(GetParam());
  authenticator.format = "packed";
  EXPECT_EQ(refusal(authenticator.register_for(kChallenge)), "");
}

TEST(RegistrationRefused, WhereTheKeyDidNotSignForItself) {
  SoftwareAuthenticator authenticator;
  authenticator.format = "packed";
  auto answer = authenticator.register_for(kChallenge);
  answer.client_data += " ";
  EXPECT_THAT(refusal(answer), ::testing::HasSubstr("signature"));
}

TEST(Registration, TakesExtensionsThatNobodyAskedFor) {
  SoftwareAuthenticator authenticator;
  authenticator.extensions = cbor::map({cbor::text("credProtect"), cbor::integer(2)});
  EXPECT_EQ(refusal(authenticator.register_for(kChallenge)), "");
}

TEST(RegistrationRefused, ForAnotherChallenge) {
  EXPECT_EQ(refusal(SoftwareAuthenticator().register_for(std::string(32, 'o'))), "client data: another challenge");
}

TEST(RegistrationRefused, FromAnotherOrigin) {
  for (const auto* origin : {"http://school.example", "https://school.example:8443", "https://evil.example",
                             "https://school.example.evil.example", "https://www.school.example", ""}) {
    SoftwareAuthenticator authenticator;
    authenticator.origin = origin;
    EXPECT_EQ(refusal(authenticator.register_for(kChallenge)), "client data: another origin") << origin;
  }
}

TEST(RegistrationRefused, FromAnotherSitesFrame) {
  for (const auto& crossed : {nlohmann::json(true), nlohmann::json("false"), nlohmann::json(nullptr)}) {
    SoftwareAuthenticator authenticator;
    authenticator.more_client_data = {{"crossOrigin", crossed}};
    EXPECT_EQ(refusal(authenticator.register_for(kChallenge)), "client data: from another site's frame") << crossed;
  }
}

TEST(RegistrationRefused, WithTheClientDataOfASignIn) {
  const SoftwareAuthenticator authenticator;
  auto answer = authenticator.register_for(kChallenge);
  answer.client_data = authenticator.client_data("webauthn.get", kChallenge);
  EXPECT_EQ(refusal(answer), "client data: another type");
}

TEST(RegistrationRefused, WithClientDataThatIsNoObject) {
  for (const auto* data : {"", "[]", "null", "{", "{}x", R"({"type":"webauthn.create","type":"webauthn.create"})",
                           R"({"type":7})", "\xff"}) {
    auto answer = SoftwareAuthenticator().register_for(kChallenge);
    answer.client_data = data;
    EXPECT_THAT(refusal(answer), ::testing::StartsWith("client data: ")) << data;
  }
}

TEST(RegistrationRefused, ForAnotherRelyingParty) {
  SoftwareAuthenticator authenticator;
  authenticator.party_id = "evil.example";
  EXPECT_EQ(refusal(authenticator.register_for(kChallenge)), "made for another relying party");
}

TEST(RegistrationRefused, WithoutTheUsersPresenceOrVerification) {
  SoftwareAuthenticator authenticator;
  authenticator.flags = SoftwareAuthenticator::kVerified;
  EXPECT_EQ(refusal(authenticator.register_for(kChallenge)), "the user was not present");
  authenticator.flags = SoftwareAuthenticator::kPresent;
  EXPECT_EQ(refusal(authenticator.register_for(kChallenge)), "the user was not verified");
}

TEST(RegistrationRefused, WhereItIsBackedUpThoughItCannotBe) {
  SoftwareAuthenticator authenticator;
  authenticator.flags |= SoftwareAuthenticator::kBackedUp;
  EXPECT_EQ(refusal(authenticator.register_for(kChallenge)), "backed up, though that cannot be");
}

TEST(RegistrationRefused, WithoutANewKey) {
  const SoftwareAuthenticator authenticator;
  auto answer = authenticator.register_for(kChallenge);
  answer.attestation = authenticator.attestation(authenticator.authenticator_data(), answer.client_data);
  EXPECT_EQ(refusal(answer), "authenticator data: no new key");
}

TEST(RegistrationRefused, WhereTheAnswerNamesAnotherCredential) {
  auto answer = SoftwareAuthenticator().register_for(kChallenge);
  answer.id += "x";
  EXPECT_EQ(refusal(answer), "the answer names another credential");
}

TEST(RegistrationRefused, InAFormatThatWasNotAskedFor) {
  SoftwareAuthenticator authenticator;
  authenticator.format = "fido-u2f";
  EXPECT_EQ(refusal(authenticator.register_for(kChallenge)), "attestation: a format that was not asked for");
}

// Attestations that are put together by hand.
std::string refusal_of(const std::string& attestation) {
  auto answer = SoftwareAuthenticator().register_for(kChallenge);
  answer.attestation = attestation;
  return refusal(answer);
}
std::string attestation_of(const std::string& authenticator_data) {
  return SoftwareAuthenticator().attestation(authenticator_data, "");
}

TEST(RegistrationRefused, WithAStatementOfNoFormat) {
  const auto data = SoftwareAuthenticator().authenticator_data(SoftwareAuthenticator::kNewKey);
  EXPECT_EQ(refusal_of(cbor::map({cbor::text("fmt"), cbor::text("none"), cbor::text("attStmt"),
                                  cbor::map({cbor::text("sig"), cbor::bytes("x")}), cbor::text("authData"),
                                  cbor::bytes(data)})),
            "attestation: a statement of none");
}

TEST(RegistrationRefused, WhereAMemberOfTheAttestationIsMissing) {
  EXPECT_EQ(refusal_of(cbor::map({})), "attestation: a member is missing");
  EXPECT_EQ(refusal_of(cbor::map({cbor::text("fmt"), cbor::text("none"), cbor::text("attStmt"), cbor::map({})})),
            "attestation: a member is missing");
  EXPECT_EQ(refusal_of(cbor::integer(1)), "attestation: no map");
}

TEST(RegistrationRefused, WhereverTheAttestationIsCutOff) {
  const auto whole = SoftwareAuthenticator().register_for(kChallenge).attestation;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_EQ(refusal_of(whole.substr(0, length)), "attestation: no well-formed CBOR") << length;
  }
}

TEST(RegistrationRefused, WhereverTheAuthenticatorDataIsCutOff) {
  const auto whole = SoftwareAuthenticator().authenticator_data(SoftwareAuthenticator::kNewKey);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_THAT(refusal_of(attestation_of(whole.substr(0, length))), ::testing::StartsWith("authenticator data: "));
  }
}

TEST(RegistrationRefused, WithBytesAfterTheEnd) {
  const auto data = SoftwareAuthenticator().authenticator_data(SoftwareAuthenticator::kNewKey);
  EXPECT_EQ(refusal_of(attestation_of(data) + "x"), "attestation: more bytes than its CBOR has");
  EXPECT_EQ(refusal_of(attestation_of(data + "x")), "authenticator data: more bytes than its flags say");
}

TEST(RegistrationRefused, WithLengthsBeyondAllBounds) {
  for (const unsigned major : {2u, 3u, 4u, 5u}) {
    for (const auto length : {1ull << 20, 1ull << 32, 1ull << 62, ~0ull}) {
      EXPECT_EQ(refusal_of(cbor::head(major, length)), "attestation: no well-formed CBOR") << major << " " << length;
    }
  }
}

// Whatever is sent, it is taken or refused: nothing else is thrown, and a sanitizer has nothing to say.
TEST(Registration, SurvivesAnyByteThatChanged) {
  for (const auto* format : {"none", "packed"}) {
    SoftwareAuthenticator authenticator;
    authenticator.format = format;
    const auto whole = authenticator.register_for(kChallenge);
    int refused = 0;
    for (std::size_t at = 0; at < whole.attestation.size(); ++at) {
      for (const int change : {0x01, 0x20, 0x80, 0xff}) {
        auto answer = whole;
        answer.attestation[at] = static_cast<char>(answer.attestation[at] ^ change);
        refused += refusal(answer).empty() ? 0 : 1;
      }
    }
    EXPECT_GT(refused, 0);
  }
}

TEST(RegistrationRefused, WithNestingTagsAndIndefiniteLengths) {
  std::string nested;
  for (int i = 0; i < 5000; ++i) nested += '\x81';
  EXPECT_EQ(refusal_of(nested + "\x01"), "attestation: no well-formed CBOR");
  EXPECT_EQ(refusal_of("\xbf\xff"), "attestation: no well-formed CBOR");
  EXPECT_EQ(refusal_of("\xc1" + cbor::map({})), "attestation: no well-formed CBOR");
}

TEST(RegistrationRefused, WithAKeyThatIsNoPointOfItsCurve) {
  const SoftwareAuthenticator authenticator;
  auto data = authenticator.authenticator_data(SoftwareAuthenticator::kNewKey);
  data.replace(data.size() - 32, 32, std::string(32, '\x01'));
  EXPECT_THAT(refusal_of(attestation_of(data)), ::testing::StartsWith("public key: "));
}

TEST(RegistrationRefused, WithAnAlgorithmThatWasNotOffered) {
  const SoftwareAuthenticator authenticator;
  auto data = authenticator.authenticator_data(SoftwareAuthenticator::kNewKey);
  const auto key = cbor::integer(1) + cbor::integer(2) + cbor::integer(3);
  const auto at = data.find(key + cbor::integer(-7));
  ASSERT_NE(at, std::string::npos);
  data.replace(at + key.size(), 1, cbor::integer(-35).substr(0, 2));
  EXPECT_EQ(refusal_of(attestation_of(data)), "public key: an algorithm that was not offered");
}

TEST(RegistrationRefused, WithAKeyOfAnotherKindThanItsAlgorithm) {
  const SoftwareAuthenticator authenticator;
  auto data = authenticator.authenticator_data(SoftwareAuthenticator::kNewKey);
  const auto key = cbor::integer(1) + cbor::integer(2) + cbor::integer(3);
  data.replace(data.find(key) + key.size(), 1, cbor::integer(-8));
  EXPECT_THAT(refusal_of(attestation_of(data)), ::testing::HasSubstr("public key"));
}

}  // namespace
}  // namespace accounts
