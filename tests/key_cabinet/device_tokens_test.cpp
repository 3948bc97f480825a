#include "device_tokens.hpp"

#include <gtest/gtest.h>

#include "callboard/errors.hpp"

namespace key_cabinet {
namespace {

using namespace callboard;

const std::string kKey = "0123456789abcdef0123456789abcdef";
constexpr Time kSigned{std::chrono::seconds(1'750'000'000)};
const DeviceToken kToken{"00112233445566778899aabbccddeeff", CabinetId{42}, Time(std::chrono::seconds(1'900'000'000))};

// As the first release signed it. Cabinets keep theirs for years.
constexpr const char* kIssuedLongAgo =
    "eyJhbGciOiJIUzI1NiIsImtpZCI6ImNhYmluZXQtNTBhMDEzNDZjMWMxNTc2ZCIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJjYWxsYm9"
    "hcmQ6a2V5X2NhYmluZXQiLCJleHAiOjE5MDAwMDAwMDAsImlhdCI6MTc1MDAwMDAwMCwiaXNzIjoiY2FsbGJvYXJkIiwianRpIjo"
    "iMDAxMTIyMzM0NDU1NjY3Nzg4OTlhYWJiY2NkZGVlZmYiLCJzdWIiOiI0MiJ9.Euk4jTknt043AWQVVET3K6wlADilOM2-sV51qK"
    "Q8PRk";

TEST(DeviceTokens, VerifyWhatTheFirstReleaseIssued) {
  const auto token = DeviceTokens(kKey).verify(kIssuedLongAgo, kSigned);
  EXPECT_EQ(token.jti, kToken.jti);
  EXPECT_EQ(token.cabinet, kToken.cabinet);
  EXPECT_EQ(token.expires, kToken.expires);
}

TEST(DeviceTokens, AreSignedAsTheFirstReleaseDid) {
  EXPECT_EQ(DeviceTokens(kKey).sign(kToken, kSigned), kIssuedLongAgo);
}

TEST(DeviceTokens, AreShortEnoughForADevice) { EXPECT_LT(DeviceTokens(kKey).sign(kToken, kSigned).size(), 400u); }

TEST(DeviceTokens, AreNoTokensOfAnotherAudience) {
  const auto person =
      SignedTokens("callboard:accounts", {{kKey}}, "cabinet").sign({kToken.jti, 42, kToken.expires}, kSigned);
  EXPECT_TRUE(DeviceTokens(kKey).recognises(person));
  EXPECT_THROW(DeviceTokens(kKey).verify(person, kSigned), Unauthorized);
}

}  // namespace
}  // namespace key_cabinet
