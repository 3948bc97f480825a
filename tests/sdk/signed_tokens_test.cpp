#include "callboard/signed_tokens.hpp"

#include <gtest/gtest.h>

#include <random>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "callboard/errors.hpp"
#include "callboard/testing/fixed_clock.hpp"
#include "callboard/testing/request_builder.hpp"

namespace callboard {
namespace {

using nlohmann::json;

const std::string kKey = "0123456789abcdef0123456789abcdef";
const std::string kOtherKey = "another key of enough bytes, really";
constexpr const char* kAudience = "callboard:programs";

std::string base64url(const std::string& text) {
  std::string encoded(4 * ((text.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  encoded.resize(static_cast<std::size_t>(size));
  while (encoded.ends_with('=')) encoded.pop_back();
  for (char& c : encoded) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return encoded;
}

std::string hmac(const EVP_MD* hash, const std::string& key, const std::string& text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(hash, key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       digest, &size);
  return {reinterpret_cast<const char*>(digest), size};
}

// Tokens as an attacker would make them, without the library.
class SignedTokenTest : public ::testing::Test {
 protected:
  SignedTokens tokens_{kAudience, {{kKey}}};
  callboard::testing::FixedClock clock_;
  Time now_ = clock_.now();
  TokenClaims claims_{"00112233445566778899aabbccddeeff", 42, now_ + std::chrono::hours(24)};
  std::string good_ = tokens_.sign(claims_, now_);

  static std::string header_of(const std::string& token) { return token.substr(0, token.find('.')); }

  json claims() const {
    return {{"iss", "callboard"},
            {"aud", kAudience},
            {"sub", "42"},
            {"jti", claims_.id},
            {"iat", now_.time_since_epoch().count() / 1'000'000},
            {"exp", claims_.expires.time_since_epoch().count() / 1'000'000}};
  }
  // Signed with the right key, under the genuine header.
  std::string genuine(const std::string& payload) const {
    const auto text = header_of(good_) + "." + base64url(payload);
    return text + "." + base64url(hmac(EVP_sha256(), kKey, text));
  }
  std::string genuine(const json& payload) const { return genuine(payload.dump()); }
  std::string without(const char* claim) const {
    auto payload = claims();
    payload.erase(claim);
    return genuine(payload);
  }
  std::string with(const char* claim, json value) const {
    auto payload = claims();
    payload[claim] = std::move(value);
    return genuine(payload);
  }
  // The genuine claims under another header.
  std::string headed(json header, const EVP_MD* hash = EVP_sha256(), const std::string& key = kKey) const {
    const auto text = base64url(header.dump()) + "." + base64url(claims().dump());
    return text + "." + base64url(hmac(hash, key, text));
  }
  json header() const { return {{"alg", "HS256"}, {"kid", kid()}, {"typ", "JWT"}}; }
  std::string kid() const {
    std::string encoded = header_of(good_);
    while (encoded.size() % 4 != 0) encoded += '=';
    std::string decoded(encoded.size(), '\0');
    EVP_DecodeBlock(reinterpret_cast<unsigned char*>(decoded.data()),
                    reinterpret_cast<const unsigned char*>(encoded.data()), static_cast<int>(encoded.size()));
    return json::parse(decoded.substr(0, decoded.find('}') + 1)).at("kid");
  }

  bool holds(const std::string& token) const {
    try {
      tokens_.verify(token, now_);
      return true;
    } catch (const Unauthorized&) {
      return false;
    }
  }
};

TEST_F(SignedTokenTest, ComesBackAsItWasSigned) {
  const auto token = tokens_.verify(good_, now_);
  EXPECT_EQ(token.id, claims_.id);
  EXPECT_EQ(token.subject, claims_.subject);
  EXPECT_EQ(token.expires, claims_.expires);
}

TEST_F(SignedTokenTest, MadeByHandWithTheRightKeyHolds) {
  EXPECT_TRUE(holds(genuine(claims())));
  EXPECT_TRUE(holds(headed(header())));
}

TEST_F(SignedTokenTest, IsShortEnoughForADevice) { EXPECT_LT(good_.size(), 400u); }

TEST_F(SignedTokenTest, WithTheAlgorithmNoneIsRefused) {
  for (const char* none : {"none", "None", "NONE", "nOnE"}) {
    auto forged = header();
    forged["alg"] = none;
    const auto text = base64url(forged.dump()) + "." + base64url(claims().dump());
    EXPECT_FALSE(holds(text + ".")) << none;
    EXPECT_FALSE(holds(text + ".AAAA")) << none;
    EXPECT_FALSE(holds(text)) << none;
    EXPECT_FALSE(holds(headed(forged))) << none;
  }
}

TEST_F(SignedTokenTest, WithAnotherAlgorithmIsRefused) {
  auto forged = header();
  for (const char* other : {"HS384", "HS512", "RS256", "ES256", "PS256", "EdDSA", "HS256 ", "hs256", "", "no such"}) {
    forged["alg"] = other;
    EXPECT_FALSE(holds(headed(forged))) << other;
  }
  forged["alg"] = "HS384";
  EXPECT_FALSE(holds(headed(forged, EVP_sha384())));
  forged["alg"] = 256;
  EXPECT_FALSE(holds(headed(forged)));
}

TEST_F(SignedTokenTest, WithAnotherKeyIdOrNoneIsRefused) {
  auto forged = header();
  forged["kid"] = "key-0000000000000000";
  EXPECT_FALSE(holds(headed(forged)));
  forged.erase("kid");
  EXPECT_FALSE(holds(headed(forged)));
}

TEST_F(SignedTokenTest, SignedWithAnotherKeyIsRefused) {
  EXPECT_FALSE(holds(headed(header(), EVP_sha256(), kOtherKey)));
  EXPECT_FALSE(holds(SignedTokens(kAudience, {{kOtherKey}}).sign(claims_, now_)));
  EXPECT_FALSE(holds(headed(header(), EVP_sha256(), "")));
}

TEST_F(SignedTokenTest, ChangedInAnyCharacterIsRefused) {
  // The last character of a part carries bits that no byte uses; the signature is compared as text all the same.
  for (std::size_t i = 0; i < good_.size(); ++i) {
    auto changed = good_;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(holds(changed)) << i;
  }
}

TEST_F(SignedTokenTest, WithoutAnExpiryIsRefused) { EXPECT_FALSE(holds(without("exp"))); }

TEST_F(SignedTokenTest, WithAnExpiryThatIsNoTimeIsRefused) {
  for (const json& other : {json("2030"), json(-1), json(1e300), json(4e9), json(nullptr), json(true), json::array(),
                            json(18446744073709551615u)}) {
    EXPECT_FALSE(holds(with("exp", other))) << other;
  }
}

TEST_F(SignedTokenTest, ExpiresAtItsTime) {
  EXPECT_NO_THROW(tokens_.verify(good_, claims_.expires - std::chrono::microseconds(1)));
  EXPECT_THROW(tokens_.verify(good_, claims_.expires), Unauthorized);
}

TEST_F(SignedTokenTest, ThatExpiredLongAgoIsRefused) { EXPECT_FALSE(holds(with("exp", 1'000'000'000))); }

TEST_F(SignedTokenTest, ForAnotherAudienceIsRefused) {
  EXPECT_FALSE(holds(without("aud")));
  EXPECT_FALSE(holds(with("aud", "callboard:accounts")));
  EXPECT_FALSE(holds(with("aud", json::array({kAudience}))));
}

TEST_F(SignedTokenTest, OfAnotherIssuerIsRefused) {
  EXPECT_FALSE(holds(without("iss")));
  EXPECT_FALSE(holds(with("iss", "somebody")));
}

TEST_F(SignedTokenTest, WithoutAnIdIsRefused) {
  EXPECT_FALSE(holds(without("jti")));
  EXPECT_FALSE(holds(with("jti", 17)));
}

TEST_F(SignedTokenTest, WithoutASubjectThatIsAnIdIsRefused) {
  EXPECT_FALSE(holds(without("sub")));
  for (const json& other :
       {json(42), json(""), json("0"), json("-1"), json("42x"), json(" 42"), json("x"), json("99999999999999999999")}) {
    EXPECT_FALSE(holds(with("sub", other))) << other;
  }
}

TEST_F(SignedTokenTest, ThatIsGarbageIsRefused) {
  const auto head = header_of(good_);
  for (const std::string& garbage :
       {std::string(), std::string("."), std::string(".."), std::string("..."), std::string("garbage"), head,
        head + ".", head + "..", head + ".a.b", head + ".a.b.c", head + ".\xFF\xFE.\xFF",
        head + ".e30." + std::string(3, '\0'), head + ".=.=", good_ + ".", good_ + "=", good_ + " ", " " + good_,
        good_ + good_}) {
    EXPECT_FALSE(holds(garbage)) << garbage;
  }
}

TEST_F(SignedTokenTest, WhosePayloadIsNoObjectIsRefused) {
  for (const char* payload : {"[]", "null", "17", "\"text\"", "{", "", "[[[[[[[[[[[[", "{\"exp\":", "\xFF"}) {
    EXPECT_FALSE(holds(genuine(std::string(payload)))) << payload;
  }
}

TEST_F(SignedTokenTest, ThatIsTooLongIsRefusedEvenWhenGenuine) {
  EXPECT_TRUE(holds(with("note", std::string(100, 'x'))));
  EXPECT_FALSE(holds(with("note", std::string(1000, 'x'))));
}

TEST_F(SignedTokenTest, WithItsPartsMixedIsRefused) {
  const auto other = tokens_.sign({"ffeeddccbbaa99887766554433221100", 43, claims_.expires}, now_);
  const auto payload_of = [](const std::string& t) { return t.substr(t.find('.'), t.rfind('.') - t.find('.')); };
  const auto signature_of = [](const std::string& t) { return t.substr(t.rfind('.')); };
  ASSERT_TRUE(holds(header_of(good_) + payload_of(good_) + signature_of(good_)));
  EXPECT_FALSE(holds(header_of(good_) + payload_of(other) + signature_of(good_)));
  EXPECT_FALSE(holds(header_of(good_) + payload_of(good_) + signature_of(other)));
}

TEST_F(SignedTokenTest, IsRefusedWhateverFollowsItsHeader) {
  std::mt19937 random(17);
  const std::string alphabet = "abcXYZ019-_.=eyJ{}\"\xFF";
  for (int i = 0; i < 20'000; ++i) {
    std::string garbage = i % 2 == 0 ? header_of(good_) + "." : "";
    for (auto left = random() % 80; left > 0; --left) garbage += alphabet[random() % alphabet.size()];
    EXPECT_FALSE(holds(garbage)) << garbage;
  }
}

// Keys are rotated: the new one signs, and what the old one signed still holds.
TEST_F(SignedTokenTest, OfEitherKeyHoldsWhileTheyAreRotated) {
  const SignedTokens rotated(kAudience, {{kOtherKey, kKey}});
  EXPECT_EQ(rotated.verify(good_, now_).id, claims_.id);
  const auto fresh = rotated.sign(claims_, now_);
  EXPECT_EQ(rotated.verify(fresh, now_).id, claims_.id);
  EXPECT_NE(header_of(fresh), header_of(good_));
}

TEST_F(SignedTokenTest, OfTheNewKeyIsUnknownToWhoHasTheOldOneAlone) {
  const auto fresh = SignedTokens(kAudience, {{kOtherKey, kKey}}).sign(claims_, now_);
  EXPECT_FALSE(tokens_.recognises(fresh));
  EXPECT_FALSE(holds(fresh));
}

TEST_F(SignedTokenTest, OfAKeyUnderTheOthersHeaderIsRefused) {
  const SignedTokens rotated(kAudience, {{kOtherKey, kKey}});
  const auto fresh = rotated.sign(claims_, now_);
  const auto swapped = header_of(fresh) + good_.substr(good_.find('.'));
  EXPECT_TRUE(rotated.recognises(swapped));
  EXPECT_THROW(rotated.verify(swapped, now_), Unauthorized);
}

TEST_F(SignedTokenTest, OfAnotherAudienceIsRefusedEvenUnderTheSameKey) {
  EXPECT_FALSE(holds(SignedTokens("callboard:key_cabinet", {{kKey}}).sign(claims_, now_)));
}

TEST_F(SignedTokenTest, UnderAnotherKeyNameIsNotMeantForUs) {
  EXPECT_FALSE(tokens_.recognises(SignedTokens(kAudience, {{kKey}}, "cabinet").sign(claims_, now_)));
}

TEST(SignedTokenKey, MustHaveThirtyTwoBytes) {
  EXPECT_THROW(SignedTokens(kAudience, {{std::string(31, 'k')}}), std::invalid_argument);
  EXPECT_THROW(SignedTokens(kAudience, {{kKey, std::string(31, 'k')}}), std::invalid_argument);
  EXPECT_THROW(SignedTokens(kAudience, {}), std::invalid_argument);
  EXPECT_NO_THROW(SignedTokens(kAudience, {{std::string(32, 'k')}}));
}

TEST(RandomTokenId, IsNeverTheSame) {
  EXPECT_EQ(random_token_id().size(), 32u);
  EXPECT_EQ(random_token_id().find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(random_token_id(), random_token_id());
}

std::string bearer_of(const std::string& authorization) {
  const auto request = testing::RequestBuilder().header("Authorization", authorization).build();
  return std::string(bearer_token(*request));
}

TEST(BearerToken, FollowsItsSchemeInAnyCase) {
  for (const char* scheme : {"Bearer ", "bearer ", "BEARER ", "Bearer  "}) {
    EXPECT_EQ(bearer_of(scheme + std::string("a.b.c")), "a.b.c") << scheme;
  }
}

TEST(BearerToken, IsEmptyWithoutThatScheme) {
  for (const char* other : {"", "Bearer", "Bearer ", "Bearer   ", "Bearera.b.c", "Basic dXNlcjpwYXNz", "Token a.b.c"}) {
    EXPECT_EQ(bearer_of(other), "") << other;
  }
  EXPECT_TRUE(bearer_token(*testing::RequestBuilder().build()).empty());
}

}  // namespace
}  // namespace callboard
