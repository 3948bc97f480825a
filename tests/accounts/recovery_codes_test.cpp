#include "recovery_codes.hpp"

#include <regex>
#include <set>

#include <gtest/gtest.h>

namespace accounts {
namespace {

const callboard::Keys kKeys{{std::string(32, 'n'), std::string(32, 'o')}};

TEST(RecoveryCodes, AreTenThatDiffer) {
  const auto codes = new_recovery_codes();
  EXPECT_EQ(codes.size(), 10u);
  EXPECT_EQ(std::set(codes.begin(), codes.end()).size(), 10u);
  EXPECT_NE(codes, new_recovery_codes());
}

TEST(RecoveryCodes, HaveNoLettersThatLookAlike) {
  for (const auto& code : new_recovery_codes()) {
    EXPECT_TRUE(std::regex_match(code, std::regex("[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}"))) << code;
  }
}

TEST(RecoveryCodes, AreReadAsTheyAreShown) {
  for (const auto& code : new_recovery_codes()) {
    EXPECT_EQ(read_recovery_code(code), code.substr(0, 5) + code.substr(6));
  }
}

TEST(RecoveryCodes, AreReadWhateverTheCaseDashesSpacesAndLookAlikes) {
  EXPECT_EQ(read_recovery_code("4Q7TZ 0MXK1"), "4q7tz0mxk1");
  EXPECT_EQ(read_recovery_code(" 4q7-tz OMXkl "), "4q7tz0mxk1");
  EXPECT_EQ(read_recovery_code("4q7tzomxki"), "4q7tz0mxk1");
}

TEST(RecoveryCodes, RefuseWhatCannotBeOne) {
  for (const auto* typed :
       {"", "-", "4q7tz-0mxk", "4q7tz-0mxk11", "4q7tz-0mxku", "4q7tz-0mxk\n", "4q7tz–0mxk1", "287082"}) {
    EXPECT_FALSE(read_recovery_code(typed)) << typed;
  }
  EXPECT_FALSE(read_recovery_code("4q7tz0mxk1" + std::string(100, ' ')));
}

TEST(RecoveryCodes, AreKeptByTheSitesKeyTheNewestFirst) {
  const auto hashes = recovery_code_hashes(kKeys, "4q7tz0mxk1");
  ASSERT_EQ(hashes.size(), 2u);
  EXPECT_NE(hashes[0], hashes[1]);
  EXPECT_EQ(hashes[0].size(), 64u);
  EXPECT_EQ(hashes[1], recovery_code_hashes({{std::string(32, 'o')}}, "4q7tz0mxk1")[0]);
  EXPECT_NE(hashes[0], recovery_code_hashes(kKeys, "4q7tz0mxk2")[0]);
}

// RFC 4231, test case 2.
TEST(RecoveryCodes, AreHashedByHmacSha256) {
  EXPECT_EQ(recovery_code_hashes({{"Jefe"}}, "what do ya want for nothing?")[0],
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

}  // namespace
}  // namespace accounts
