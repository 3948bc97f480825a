#include "totp.hpp"

#include <set>

#include <gtest/gtest.h>

namespace accounts {
namespace {

using callboard::Time;

Time at(std::int64_t seconds) { return Time(std::chrono::seconds(seconds)); }

const std::string kSecret = "12345678901234567890";  // of RFC 6238's appendix B

struct RfcCode {
  std::int64_t seconds;
  std::string code;  // the last six of the appendix's eight digits
};
class TotpVector : public ::testing::TestWithParam<RfcCode> {};
INSTANTIATE_TEST_SUITE_P(OfRfc6238, TotpVector,
                         ::testing::Values(RfcCode{59, "287082"}, RfcCode{1111111109, "081804"},
                                           RfcCode{1111111111, "050471"}, RfcCode{1234567890, "005924"},
                                           RfcCode{2000000000, "279037"}, RfcCode{20000000000, "353130"}),
                         [](const auto& vector) { return "At" + std::to_string(vector.param.seconds); });

TEST_P(TotpVector, Holds) {
  const auto [seconds, code] = GetParam();
  EXPECT_EQ(totp_code(kSecret, totp_step(at(seconds))), code);
  EXPECT_EQ(matching_totp_step(kSecret, code, at(seconds), 0), seconds / 30);
}

TEST(Totp, TakesACodeOfTheStepBeforeAndAfterAndNoFurther) {
  const auto now = at(1111111111);
  const auto step = totp_step(now);
  EXPECT_EQ(matching_totp_step(kSecret, totp_code(kSecret, step - 1), now, 0), step - 1);
  EXPECT_EQ(matching_totp_step(kSecret, totp_code(kSecret, step + 1), now, 0), step + 1);
  EXPECT_FALSE(matching_totp_step(kSecret, totp_code(kSecret, step - 2), now, 0));
  EXPECT_FALSE(matching_totp_step(kSecret, totp_code(kSecret, step + 2), now, 0));
}

TEST(Totp, RefusesAStepThatWasUsedAndAllBeforeIt) {
  const auto now = at(1111111111);
  const auto step = totp_step(now);
  EXPECT_FALSE(matching_totp_step(kSecret, totp_code(kSecret, step), now, step));
  EXPECT_FALSE(matching_totp_step(kSecret, totp_code(kSecret, step - 1), now, step));
  EXPECT_EQ(matching_totp_step(kSecret, totp_code(kSecret, step + 1), now, step), step + 1);
}

TEST(Totp, ReadsACodeWithSpacesAndNothingElse) {
  const auto now = at(59);
  EXPECT_EQ(matching_totp_step(kSecret, " 287 082 ", now, 0), 1);
  for (const auto* typed : {"", "287083", "28708", "2870820", "287o82", "-87082", "２８７０８２", "287\n082"}) {
    EXPECT_FALSE(matching_totp_step(kSecret, typed, now, 0)) << typed;
  }
}

TEST(Totp, MakesSecretsOf160BitsThatDiffer) {
  EXPECT_EQ(new_totp_secret().size(), 20u);
  EXPECT_NE(new_totp_secret(), new_totp_secret());
}

TEST(Totp, WritesTheSecretInBase32) {
  EXPECT_EQ(totp_secret_text(kSecret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  EXPECT_EQ(totp_secret_text("f"), "MY");
}

TEST(Totp, EncodesTheUriSoThatNamesOfAnyScriptSurvive) {
  EXPECT_EQ(totp_uri("Школа & Co", "anna:k@school.example", kSecret),
            "otpauth://totp/%D0%A8%D0%BA%D0%BE%D0%BB%D0%B0%20%26%20Co:anna%3Ak%40school.example"
            "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%D0%A8%D0%BA%D0%BE%D0%BB%D0%B0%20%26%20Co");
}

}  // namespace
}  // namespace accounts
