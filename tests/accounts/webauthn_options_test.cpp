#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "callboard/crypto.hpp"
#include "software_authenticator.hpp"
#include "webauthn.hpp"
#include "webauthn_challenges.hpp"

namespace accounts {
namespace {

using callboard::Time;
using callboard::to_base64url;
using nlohmann::json;

TEST(RelyingParty, ComesFromTheSitesAddress) {
  const auto of = [](const char* url) { return relying_party({"The school", url, "Europe/Moscow"}); };
  EXPECT_EQ(of("https://school.example").id, "school.example");
  EXPECT_EQ(of("https://school.example").origin, "https://school.example");
  EXPECT_EQ(of("https://School.Example:443/callboard").origin, "https://school.example");
  EXPECT_EQ(of("http://localhost:8080").id, "localhost");
  EXPECT_EQ(of("http://localhost:8080").origin, "http://localhost:8080");
  EXPECT_EQ(of("http://localhost:80").origin, "http://localhost");
  EXPECT_EQ(of("https://school.example:80").origin, "https://school.example:80");
  EXPECT_EQ(of("https://school.example").name, "The school");
}

TEST(RegistrationOptions, AskForAPasskeyOfThisUserThatVerifiesItsOwner) {
  const auto options = registration_options(kParty, {std::string(32, 'h'), "anna", "Anna K."}, "challenge", {"old"});
  EXPECT_EQ(options["rp"], (json{{"id", "school.example"}, {"name", "The school"}}));
  EXPECT_EQ(options["user"],
            (json{{"id", to_base64url(std::string(32, 'h'))}, {"name", "anna"}, {"displayName", "Anna K."}}));
  EXPECT_EQ(options["challenge"], to_base64url("challenge"));
  std::vector<int> algorithms;
  for (const auto& entry : options["pubKeyCredParams"]) algorithms.push_back(entry["alg"]);
  EXPECT_THAT(algorithms, ::testing::UnorderedElementsAre(-7, -8, -257));
  EXPECT_EQ(options["excludeCredentials"], (json::array({{{"type", "public-key"}, {"id", to_base64url("old")}}})));
  EXPECT_EQ(options["authenticatorSelection"]["residentKey"], "required");
  EXPECT_EQ(options["authenticatorSelection"]["userVerification"], "required");
  EXPECT_EQ(options["attestation"], "none");
}

TEST(SignInOptions, NameNoCredentialSoThatNobodyLearnsWhoHasOne) {
  const auto options = sign_in_options(kParty, "challenge");
  EXPECT_EQ(options["rpId"], "school.example");
  EXPECT_EQ(options["challenge"], to_base64url("challenge"));
  EXPECT_EQ(options["userVerification"], "required");
  EXPECT_FALSE(options.contains("allowCredentials"));
}

json answer() {
  return {{"type", "public-key"},
          {"rawId", to_base64url("id")},
          {"response",
           {{"clientDataJSON", to_base64url("client")},
            {"attestationObject", to_base64url("attestation")},
            {"authenticatorData", to_base64url("data")},
            {"signature", to_base64url("signature")},
            {"userHandle", to_base64url("handle")}}}};
}

TEST(Answers, AreReadFromTheBrowsersJson) {
  const auto registration = RegistrationAnswer::read(answer());
  EXPECT_EQ(registration.id, "id");
  EXPECT_EQ(registration.client_data, "client");
  EXPECT_EQ(registration.attestation, "attestation");
  const auto sign_in = SignInAnswer::read(answer());
  EXPECT_EQ(sign_in.id, "id");
  EXPECT_EQ(sign_in.authenticator_data, "data");
  EXPECT_EQ(sign_in.signature, "signature");
  EXPECT_EQ(sign_in.user_handle, "handle");
}

TEST(Answers, AreRefusedWhereAPartIsMissingOrOfTheWrongKindOrTooLong) {
  const std::string too_long(30'000, 'A');
  for (const auto* part : {"/type", "/rawId", "/response", "/response/clientDataJSON", "/response/authenticatorData",
                           "/response/signature", "/response/userHandle"}) {
    const json::json_pointer at(part);
    for (const auto& wrong : {json(nullptr), json(7), json(""), json("+/="), json(too_long), json::array()}) {
      auto changed = answer();
      changed[at] = wrong;
      EXPECT_THROW(SignInAnswer::read(changed), WebauthnRefusal) << part << " " << wrong.dump().substr(0, 20);
    }
    auto without = answer();
    without[at.parent_pointer()].erase(at.back());
    EXPECT_THROW(SignInAnswer::read(without), WebauthnRefusal) << part;
  }
  auto changed = answer();
  changed["response"]["attestationObject"] = too_long;
  EXPECT_THROW(RegistrationAnswer::read(changed), WebauthnRefusal);
  EXPECT_THROW(RegistrationAnswer::read(json::array()), WebauthnRefusal);
}

const WebauthnChallenges kChallenges({{std::string(32, 'k')}});
const Time kNow(std::chrono::hours(24));
using Purpose = WebauthnChallenges::Purpose;

TEST(WebauthnChallenges, ComeBackAsTheyWereIssued) {
  const auto issued = kChallenges.issue(Purpose::Registration, 7, kNow);
  EXPECT_EQ(issued.challenge.size(), 32u);
  const auto opened = kChallenges.open(issued.sealed, Purpose::Registration, 7, kNow);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->bytes, issued.challenge);
  EXPECT_EQ(opened->expires, kNow + WebauthnChallenges::kLifetime);
}

TEST(WebauthnChallenges, DifferEachTime) {
  EXPECT_NE(kChallenges.issue(Purpose::SignIn, 0, kNow).challenge,
            kChallenges.issue(Purpose::SignIn, 0, kNow).challenge);
}

TEST(WebauthnChallenges, ServeNoOtherPurposeNorAnotherUserNorLater) {
  const auto sealed = kChallenges.issue(Purpose::Registration, 7, kNow).sealed;
  EXPECT_FALSE(kChallenges.open(sealed, Purpose::SignIn, 7, kNow));
  EXPECT_FALSE(kChallenges.open(sealed, Purpose::Registration, 8, kNow));
  EXPECT_FALSE(kChallenges.open(sealed, Purpose::Registration, 7, kNow + WebauthnChallenges::kLifetime));
  EXPECT_TRUE(kChallenges.open(sealed, Purpose::Registration, 7,
                               kNow + WebauthnChallenges::kLifetime - std::chrono::microseconds(1)));
}

TEST(WebauthnChallenges, AreOfThisSiteAlone) {
  const WebauthnChallenges another({{std::string(32, 'x')}});
  EXPECT_FALSE(another.open(kChallenges.issue(Purpose::SignIn, 0, kNow).sealed, Purpose::SignIn, 0, kNow));
  for (const auto& sealed : {std::string(), std::string("x"), std::string(2000, 'A')}) {
    EXPECT_FALSE(kChallenges.open(sealed, Purpose::SignIn, 0, kNow));
  }
}

}  // namespace
}  // namespace accounts
