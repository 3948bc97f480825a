#include "names.hpp"

#include <gtest/gtest.h>

namespace accounts {
namespace {

using callboard::Text;

std::string name_fault(std::string_view name) { return user_name_fault(name).english(); }

TEST(UserNames, OfOneScriptAreGood) {
  for (const std::string good : {"anna", "Anna.Pushkina-2", "_anna_", "Анна", "Оскар", "Сара", "Ёжик-2",
                                 "Ольга_Книппер", "абвгдежзийклмнопрсту", "Μελίνα", "Zoë_Ł", "1234", "やまだ太郎"}) {
    EXPECT_EQ(name_fault(good), "") << good;
  }
}

TEST(UserNames, HaveFourToTwentyCharacters) {
  EXPECT_EQ(name_fault(""), "Choose a user name.");
  for (const std::string bad : {"abc", "я", "Аня", "abcdefghijklmnopqrstu", "абвгдежзийклмнопрстуф"}) {
    EXPECT_EQ(name_fault(bad), "A user name has 4 to 20 characters.") << bad;
  }
}

TEST(UserNames, HaveNothingButLettersDigitsAndThreeSigns) {
  for (const std::string bad : {"anna b", "anna@b", "anna@b.ru", "anna\n", "an\tna", "anna\x7f", "anna\u200b",
                                "an\u202ena", "anna\ufeff", "an\u2066na", "anna\u00a0b", "<anna>", "anna'", "anna/..",
                                "anna\U0001F600", "\uff41\uff4e\uff4e\uff41", "ann\u00aa", "anna\u0660", "\u2160nna"}) {
    EXPECT_EQ(name_fault(bad), "A user name has letters, digits, dots, hyphens and underscores, and nothing else.")
        << bad;
  }
  EXPECT_EQ(name_fault("-..-"), "A user name has a letter or a digit.");
  EXPECT_EQ(name_fault("ann\xff"), "The user name is not valid text.");
  EXPECT_NE(name_fault(std::string("ann\0", 4)), "");
}

TEST(UserNames, MixNoScripts) {
  for (const std::string bad : {"аdmin", "admіn", "Annа", "Ольга-Olga", "раура1l", "αnna"}) {
    EXPECT_EQ(name_fault(bad), "The letters of a user name are all of one alphabet, such as Latin or Cyrillic.") << bad;
  }
}

TEST(UserNames, AreTidiedOfBlanksAndComposed) {
  EXPECT_EQ(tidy_user_name(" \u00a0Anna \n"), "Anna");
  EXPECT_EQ(tidy_user_name("Zoe\u0308"), "Zo\u00eb");
  EXPECT_EQ(tidy_user_name("  "), "");
  EXPECT_EQ(tidy_user_name("an na"), "an na");
}

TEST(UserNames, AreComparedWithoutCaseFormAndWidth) {
  EXPECT_EQ(user_name_key("Anna"), "anna");
  EXPECT_EQ(user_name_key(" ANNA "), "anna");
  EXPECT_EQ(user_name_key("\uff21nna"), "anna");
  EXPECT_EQ(user_name_key("an\u200bna"), "anna");
  EXPECT_EQ(user_name_key("Zoe\u0308"), user_name_key("ZO\u00cb"));
  EXPECT_EQ(user_name_key("ОЛЬГА"), user_name_key("ольга"));
  EXPECT_EQ(user_name_key("STRASSE"), user_name_key("straße"));
}

TEST(UserNames, OfOneScriptDoNotPassForThoseOfAnother) {
  EXPECT_EQ(user_name_key("сосо"), user_name_key("coco"));
  EXPECT_EQ(user_name_key("Сара-1"), user_name_key("capa-1"));
  EXPECT_EQ(user_name_key("ТОМА"), user_name_key("TOMA"));
  EXPECT_EQ(user_name_key("Тома"), user_name_key("ТОМА"));
  EXPECT_EQ(user_name_key("оскар"), user_name_key("ockap"));
  EXPECT_EQ(user_name_key("Ροζα"), user_name_key("ροζα"));
}

TEST(UserNames, OfOneScriptStayApartThoughTheyResembleOneAnother) {
  EXPECT_NE(user_name_key("corn"), user_name_key("com"));
  EXPECT_NE(user_name_key("anna1"), user_name_key("annal"));
  EXPECT_NE(user_name_key("Ilya"), user_name_key("llya"));
  EXPECT_NE(user_name_key("anna0"), user_name_key("annao"));
  EXPECT_NE(user_name_key("an.na"), user_name_key("anna"));
  EXPECT_NE(user_name_key("Ольга"), user_name_key("Ольгa1"));
  EXPECT_NE(user_name_key("Zoë"), user_name_key("Zoe"));
}

TEST(UserNames, AreComparedWhateverSomebodyTyped) {
  EXPECT_EQ(user_name_key(""), "");
  EXPECT_NO_THROW(user_name_key("\xff\xfe\x80"));
  EXPECT_LE(user_name_key(std::string(1'000'000, 'a')).size(), 4096U);
  EXPECT_LE(user_name_key(std::string(300, '\xff')).size(), 4096U);
}

TEST(Emails, AreMailboxes) {
  EXPECT_EQ(parse_email(" Anna@Example.com\n"), "Anna@Example.com");
  EXPECT_EQ(parse_email("anna@школа.рф"), "anna@xn--80atdl2c.xn--p1ai");
  for (const std::string bad : {"", "anna", "@b.ru", "a@", "a b@c.ru", "a@b..ru", "\"a\"@b.ru", "a@[127.0.0.1]",
                                "a@b@c.ru", "а@b.ru", "a@b.ru\nBcc: c@d.ru", "a@b.ru,c@d.ru", "<a@b.ru>"}) {
    EXPECT_EQ(parse_email(bad), std::nullopt) << bad;
    EXPECT_FALSE(email_fault(bad).empty()) << bad;
  }
}

TEST(Emails, AreExplainedWhereTheyAreNone) {
  EXPECT_EQ(email_fault("anna@example.com"), Text());
  EXPECT_EQ(email_fault(" ").english(), "Enter your e-mail address.");
  EXPECT_EQ(email_fault("anna").english(), "This is not an e-mail address. It looks like name@example.com.");
  EXPECT_EQ(email_fault("a@" + std::string(253, 'b')).english(), "An e-mail address has at most 254 characters.");
}

TEST(Emails, AreComparedWithoutCase) {
  EXPECT_EQ(email_key("Anna@Example.COM"), "anna@example.com");
  EXPECT_EQ(email_key("anna@Школа.рф"), email_key("anna@xn--80atdl2c.xn--p1ai"));
  EXPECT_NE(email_key("a.nna@example.com"), email_key("anna@example.com"));
  EXPECT_NO_THROW(email_key("\xff@\xff"));
}

}  // namespace
}  // namespace accounts
