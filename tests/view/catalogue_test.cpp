#include "view/catalogue.hpp"

#include "view_fixture.hpp"

namespace callboard::host {
namespace {

using CatalogueTest = ViewTest;

TEST_F(CatalogueTest, GivesTheOriginalInEnglishAndTheTranslationInRussian) {
  const Catalogue catalogue(folders().locale);
  EXPECT_EQ(catalogue.translate(_("Sign in"), Language::English), "Sign in");
  EXPECT_EQ(catalogue.translate(_("Sign in"), Language::Russian), "Войти");
}

TEST_F(CatalogueTest, GivesTheOriginalWhereThereIsNoTranslation) {
  EXPECT_EQ(Catalogue(folders().locale).translate(_("Unheard of"), Language::Russian), "Unheard of");
}

TEST_F(CatalogueTest, NeverTakesTheEmptyTextForTheHeader) {
  EXPECT_EQ(Catalogue(folders().locale).lookup("", Language::Russian), "");
}

TEST_F(CatalogueTest, LeavesAVerbatimTextAlone) {
  EXPECT_EQ(Catalogue(folders().locale).translate(Text::verbatim("Sign in"), Language::Russian), "Sign in");
}

TEST_F(CatalogueTest, PutsValuesIntoTheTranslationInItsOwnOrder) {
  catalogue("msgid \"{name} has the key {key}.\"\nmsgstr \"Ключ {key} у {name}.\"\n");
  EXPECT_EQ(Catalogue(folders().locale)
                .translate(_("{name} has the key {key}.").with("name", "Anna").with("key", 101), Language::Russian),
            "Ключ 101 у Anna.");
}

TEST_F(CatalogueTest, ChoosesTheRussianPluralForm) {
  catalogue(
      "msgid \"{count} key\"\nmsgid_plural \"{count} keys\"\n"
      "msgstr[0] \"{count} ключ\"\nmsgstr[1] \"{count} ключа\"\nmsgstr[2] \"{count} ключей\"\n");
  const Catalogue catalogue(folders().locale);
  const auto keys = [&](long long n) {
    return catalogue.translate(plural("{count} key", "{count} keys", n), Language::Russian);
  };
  EXPECT_EQ(keys(1), "1 ключ");
  EXPECT_EQ(keys(3), "3 ключа");
  EXPECT_EQ(keys(11), "11 ключей");
  EXPECT_EQ(keys(21), "21 ключ");
  EXPECT_EQ(keys(0), "0 ключей");
  EXPECT_EQ(keys(5'000'000'002), "5000000002 ключа");
  EXPECT_EQ(keys(-1), "-1 ключ");
  EXPECT_EQ(catalogue.translate(plural("{count} key", "{count} keys", 1), Language::English), "1 key");
  EXPECT_EQ(catalogue.translate(plural("{count} key", "{count} keys", 2), Language::English), "2 keys");
}

TEST_F(CatalogueTest, RefusesAFolderWithoutACatalogueByItsName) {
  try {
    Catalogue catalogue(folder_ / "nowhere");
    FAIL() << "it was accepted";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("nowhere/ru/LC_MESSAGES/callboard.mo"), std::string::npos) << error.what();
  }
}

TEST_F(CatalogueTest, RefusesACatalogueThatIsNone) {
  write("locale/ru/LC_MESSAGES/callboard.mo", "this is no catalogue at all, whatever its name says");
  EXPECT_THROW(Catalogue(folders().locale), std::runtime_error);
  write("locale/ru/LC_MESSAGES/callboard.mo", "");
  EXPECT_THROW(Catalogue(folders().locale), std::runtime_error);
}

}  // namespace
}  // namespace callboard::host
