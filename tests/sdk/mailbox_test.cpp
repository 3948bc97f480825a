#include "callboard/mailbox.hpp"

#include <gtest/gtest.h>

namespace callboard {
namespace {

TEST(Mailbox, TakesUsualAddressesAsTheyAre) {
  for (const std::string good :
       {"a@b", "anna.ivanova+school@mail.example", "o'neil@x-y.example", "1@2.3", "callboard@localhost"}) {
    EXPECT_EQ(parse_mailbox(good), good);
  }
}

TEST(Mailbox, EncodesAnInternationalDomain) {
  EXPECT_EQ(parse_mailbox("anna@школа.рф"), "anna@xn--80atdl2c.xn--p1ai");
  EXPECT_EQ(parse_mailbox("anna@STRASSE.Bücher.example"), "anna@strasse.xn--bcher-kva.example");
}

TEST(Mailbox, RefusesWhatIsNoAddress) {
  for (const std::string bad :
       {"",      "a",          "@",       "a@",     "@b",     "a@b@c",  "a b@c",        "a@b c",     ".a@b",
        "a.@b",  "a..b@c",     "a@.b",    "a@b.",   "a@b..c", "a@-b",   "a@b-",         "\"a b\"@c", "a@[127.0.0.1]",
        "<a@b>", "Anna <a@b>", "a@b,c@d", "анна@b", "a@b_c",  "a@\xFF", "a(comment)@b", "a;b@c"}) {
    EXPECT_EQ(parse_mailbox(bad), std::nullopt) << bad;
  }
}

TEST(Mailbox, RefusesEverythingThatCouldBeginAnotherHeaderOrCommand) {
  for (const char c : {'\r', '\n', '\0', '\t', '\x7F', ' '}) {
    for (const std::string before : {"a@b", "a", "a@"}) {
      EXPECT_EQ(parse_mailbox(before + c + "c@d.example"), std::nullopt) << static_cast<int>(c);
      EXPECT_EQ(parse_mailbox("a@b" + std::string(1, c)), std::nullopt) << static_cast<int>(c);
    }
  }
}

TEST(Mailbox, RefusesWhatIsTooLong) {
  EXPECT_TRUE(parse_mailbox(std::string(64, 'a') + "@b.example"));
  EXPECT_FALSE(parse_mailbox(std::string(65, 'a') + "@b.example"));
  EXPECT_TRUE(parse_mailbox("a@" + std::string(63, 'b')));
  EXPECT_FALSE(parse_mailbox("a@" + std::string(64, 'b')));
  std::string domain = "x";
  for (int i = 0; i < 130; ++i) domain += ".x";
  EXPECT_FALSE(parse_mailbox("a@" + domain));
}

}  // namespace
}  // namespace callboard
