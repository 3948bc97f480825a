// The hashes were made by passlib 1.7.4, Werkzeug 2.2 (pbkdf2) and, as Werkzeug makes them, Python's hashlib (scrypt).
#include "legacy_hash.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace accounts {
namespace {

constexpr const char* kLatin = "correct horse 9";
constexpr const char* kRussian = "Пароль-театр 7";

struct HashVector {
  const char* password;
  const char* hash;
};

const std::vector<HashVector>& vectors() {
  static const std::vector<HashVector> all = {
      {kLatin, "$pbkdf2-sha256$2000$792bM4awFoIw5pwzptT6Hw$4TWKC0tDkgK9Mh00/PKiQ5EWI.VKv/T2v6uJ2fO/ZOM"},
      {kRussian, "$pbkdf2-sha256$2000$ey8l5FwrRQihFALAeK81Rg$0F2/oLNXNtb2jwlLy07.ZzUcpvtgBkl5mkT0zcLBhl8"},
      {kLatin, "$pbkdf2-sha256$29000$qbW2Nsa4t3bu/b/3nhNCiA$l2naSUEfU83EmyoyMbviB6/ls9/qMOX6XRw9yyUngDY"},
      {kLatin, "$pbkdf2-sha256$1000$$XMEWmhogG6b1f6sVIHjLFNyMWApyETiKF7sVH9M5P5g"},
      {kLatin,
       "$pbkdf2-sha256$1000$aU3J.X.P8Z7TOkeIsbY2JsQ4J0RobY2Rsrb2XqvVOud8j1EqpZSSEoJwzjnHeC.ldK5VSklpLcV47x1D6D1HqA$"
       "U483352dMhpFUz7i0ETYeVRfqfKxc/tU8wXLrwJk3Ms"},
      {kLatin, "pbkdf2:sha256:3000$uwcXnxQwdJXJLMNT$d4303cf7d2bbdbdb9d6ed7e6487c9bd8181fd32bc15a0dbe6b2861721ce73e00"},
      {kRussian,
       "pbkdf2:sha256:3000$aQqvPkgkJ2z14DQp$be3b205f169071391e9be64f24ea4ba1c5c8bcead11240afb6ee59420416dd6b"},
      {kLatin, "pbkdf2:sha256$SeewMkUQ$1bfa1d81db59c82f4815746e3c4ee1e1fad132a41327bfd1e4663e8371fc0d29"},
      {kLatin, "pbkdf2:sha1:1000$Icvguj7fdEFWsnUH$e0872e666be44b032e14724e8e92699141edf9ff"},
      {kLatin,
       "pbkdf2:sha512:1000$uFSQZSfvyawTtkv0$"
       "3c15f7f071826ef64ca236ccab9b2c180dedf13a05b66ad532b39794c8af857caeecb6b56a3e"
       "e6214cefa3c2d578a59c987f86c8ed38763e9a74ecb8b57bf1e1"},
      {kLatin,
       "scrypt:32768:8:1$OScMHtzLGuYrNDkN$"
       "e2b2af7bc787daaa349d10c84905365387ef2344be6b8a9cc225c9bc98c7659d6feb50cb7f2618"
       "b8c0963d1e1ff6bc2715d4dd713b37605bc304d0354f4cfc6b"},
      {kRussian,
       "scrypt:1024:8:2$ZnKLZ1TQUgAL1OrW$"
       "7b366e9bd0ad2c0f4c6d65080eee9fd50397343ca7a6c000bef1b1b0f1672f0f8cd39738229d118"
       "8bd97601c81bcf5354a1ce7074f470d76a3a283a8ef98a1a0"},
  };
  return all;
}

TEST(LegacyHash, HoldsThePasswordThatMadeItAndNoOther) {
  for (const auto& [password, hash] : vectors()) {
    EXPECT_TRUE(is_known_hash(hash)) << hash;
    EXPECT_TRUE(legacy_hash_holds(hash, password)) << hash;
    EXPECT_FALSE(legacy_hash_holds(hash, std::string(password) + " ")) << hash;
    EXPECT_FALSE(legacy_hash_holds(hash, "")) << hash;
  }
}

TEST(LegacyHash, IsNoneOnceAnyPartIsCutOffOrGarbled) {
  const std::string hash(vectors()[0].hash);
  for (std::size_t size = 0; size < hash.size(); ++size) {
    EXPECT_FALSE(legacy_hash_holds(hash.substr(0, size), kLatin)) << size;
  }
  const std::string sum(64, 'a');
  for (const std::string& bad : {std::string("password"),
                                 std::string(),
                                 std::string("$$$$"),
                                 std::string("$$"),
                                 "sha256$salt$" + sum,
                                 "plain$$password" + std::string(),
                                 "pbkdf2:md5:1000$salt$" + sum,
                                 "pbkdf2:sha256:$salt$" + sum,
                                 "pbkdf2:sha256:-1$salt$" + sum,
                                 "pbkdf2:sha256:1000:1$salt$" + sum,
                                 "pbkdf2:sha256:1e3$salt$" + sum,
                                 "pbkdf2:sha256:1000$$" + sum,
                                 "pbkdf2:sha256:1000$salt$" + sum + "aa",
                                 "pbkdf2:sha256:1000$salt$" + sum + "$",
                                 "pbkdf2:sha256:1000$salt$zz" + sum.substr(2),
                                 "scrypt:1000:8:1$salt$" + sum + sum,
                                 "scrypt:1024:8$salt$" + sum + sum,
                                 "scrypt:0:8:1$salt$" + sum + sum,
                                 "$pbkdf2-sha256$0$c2FsdA$" + std::string(43, 'a'),
                                 "$pbkdf2-sha512$1000$c2FsdA$" + std::string(86, 'a'),
                                 "$pbkdf2-sha256$1000$c2FsdA$" + std::string(43, '-')}) {
    EXPECT_FALSE(is_known_hash(bad)) << bad;
    EXPECT_FALSE(legacy_hash_holds(bad, "password")) << bad;
  }
}

TEST(LegacyHash, IsNoneWhereVerifyingWouldTakeTooLongOrTooMuchMemory) {
  const std::string sum(64, 'a');
  const auto before = std::chrono::steady_clock::now();
  for (const std::string& bad :
       {"pbkdf2:sha256:10000001$salt$" + sum, "pbkdf2:sha256:99999999999999999999$salt$" + sum,
        "scrypt:1048576:8:1$salt$" + sum + sum, "scrypt:32768:1024:1$salt$" + sum + sum,
        "scrypt:32768:8:1024$salt$" + sum + sum, "pbkdf2:sha256:1000$" + std::string(5000, 's') + "$" + sum}) {
    EXPECT_FALSE(is_known_hash(bad)) << bad.substr(0, 60);
    EXPECT_FALSE(legacy_hash_holds(bad, kLatin)) << bad.substr(0, 60);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(1));
}

TEST(LegacyHash, TakesAnyBytesForAHashWithoutHarm) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes.push_back(static_cast<char>(i));
    EXPECT_FALSE(is_known_hash(bytes));
    EXPECT_FALSE(legacy_hash_holds("pbkdf2:sha256:1000$" + bytes + "$" + bytes, bytes));
  }
}

}  // namespace
}  // namespace accounts
