#include "password_rules.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace accounts {
namespace {

constexpr const char* kCommon = "This password is among the first that others would guess. Choose another one.";
constexpr const char* kTooClose = "The password is too close to your name or address, or to the name of this site.";

std::string password_fault(std::string_view password, std::string_view name = "", std::string_view email = "") {
  return PasswordRules().fault(password, name, email).english();
}

TEST(PasswordRules, LetOrdinaryPasswordsPass) {
  for (const std::string good :
       {"Secret123!", "correct horse 9", "Str0ngPassw0rd!", "password123A", "Secret123", "testpassword123",
        "S3cure-Passw0rd", "longpassword", "s3cret-pass", "TestPass123", "Test1234", "Passw0rd!", "newpassword1",
        "oldpassword", "зелёный-театр", "Чайка1896", "xK3!9dLm", "日本語日本語日本"}) {
    EXPECT_EQ(password_fault(good), "") << good;
  }
}

TEST(PasswordRules, RefuseWhatEverybodyTriesFirst) {
  for (const std::string bad :
       {"password",   "Password1",  "password1", "password123", "PASSWORD", "p@ssw0rd", "qwerty123",
        "qwertyuiop", "QwertyUiop", "12345678",  "123456789",   "11111111", "aaaaaaaa", "abcdefgh",
        "1q2w3e4r",   "iloveyou",   "football",  "sunshine",    "testtest", "1qaz2wsx"}) {
    EXPECT_EQ(password_fault(bad), kCommon) << bad;
  }
}

TEST(PasswordRules, RefuseTheSameOnARussianKeyboard) {
  for (const std::string bad : {"йцукен123", "ЙЦУКЕН123", "йцукенгш", "зфыыцщкв", "пароль123"}) {
    EXPECT_EQ(password_fault(bad), kCommon) << bad;
  }
}

TEST(PasswordRules, CountCharactersNotBytes) {
  constexpr const char* kShort = "The password is too short: at least 8 characters are needed.";
  EXPECT_EQ(password_fault("Xk3!9dL"), kShort);
  EXPECT_EQ(password_fault("Чайка96"), kShort);
  EXPECT_EQ(password_fault("e\u0301e\u0301e\u0301e\u0301"), kShort) << "four letters, each with its accent";
  EXPECT_EQ(password_fault(""), "Choose a password.");
  EXPECT_EQ(PasswordRules(12).fault("Xk3!9dLmQ2w", "", "").english(),
            "The password is too short: at least 12 characters are needed.");
}

TEST(PasswordRules, EndAt128Characters) {
  std::string letters;
  for (int i = 0; i < 128; ++i) letters += i % 7 == 0 ? "щ" : i % 3 == 0 ? "ю" : "в";
  constexpr const char* kLong = "The password is too long: at most 128 characters are allowed.";
  EXPECT_EQ(password_fault(letters), "");
  EXPECT_EQ(password_fault(letters + "y"), kLong);
  EXPECT_EQ(password_fault(std::string(1'000'000, 'x')), kLong);
}

TEST(PasswordRules, RefuseControlCharactersAndWhatIsNoText) {
  EXPECT_EQ(password_fault("Chaika\t1896"), "The password contains control characters.");
  EXPECT_EQ(password_fault(std::string("Chaika\0 1896", 12)), "The password contains control characters.");
  EXPECT_EQ(password_fault("Chaika\u0085 1896"), "The password contains control characters.");
  EXPECT_EQ(password_fault("Chaika\xff 1896"), "The password is not valid text.");
}

TEST(PasswordRules, RefuseWhatIsHardlyMoreThanTheOwnersName) {
  EXPECT_EQ(password_fault("olga.knipper", "Olga.Knipper"), kTooClose);
  EXPECT_EQ(password_fault("olga.knipper1", "Olga.Knipper"), kTooClose);
  EXPECT_EQ(password_fault("okn@theatre.example", "olga", "okn@theatre.example"), kTooClose);
  EXPECT_EQ(password_fault("olgaknip!", "olga", "olgaknip@theatre.example"), kTooClose);
  EXPECT_EQ(PasswordRules(8, {"Callboard"}).fault("callboard1", "", "").english(), kTooClose);
  EXPECT_EQ(password_fault("olga-likes-plays", "olga", "olga@theatre.example"), "");
  EXPECT_EQ(password_fault("a1b2-Chaika", "a", "a@b.c"), "") << "short names say nothing";
}

TEST(PasswordRules, JudgeTheLongestPasswordQuickly) {
  std::string worst;
  for (int i = 0; i < 128; ++i) worst += "password1qwerty4@$3"[i % 19];
  const auto before = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) password_fault(worst);
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(1));
}

}  // namespace
}  // namespace accounts
