#include "http/language.hpp"

#include <gmock/gmock.h>

#include "site.hpp"

namespace callboard::host {
namespace {

Language chosen(const std::string& accept, Language fallback = Language::English) {
  return choose_language(*RequestBuilder().header("Accept-Language", accept).build(), fallback);
}

TEST(LanguageChoice, FollowsTheBrowsersPreferences) {
  for (const std::string russian : {"ru", "ru-RU", "RU", "ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "en;q=0.5, ru",
                                    "de, ru;q=0.1", "en;q=0, ru;q=0.001"}) {
    EXPECT_EQ(chosen(russian), Language::Russian) << russian;
  }
  for (const std::string english :
       {"", "en", "en-GB", "en, ru", "ru;q=0.8, en;q=0.9", "de", "rus", "ru;q=0", "*", "ru;q=x", ",;,"}) {
    EXPECT_EQ(chosen(english), Language::English) << english;
  }
}

TEST(LanguageChoice, FallsBackToTheSites) {
  EXPECT_EQ(chosen("de", Language::Russian), Language::Russian);
  EXPECT_EQ(chosen("*", Language::Russian), Language::Russian);
  EXPECT_EQ(chosen("en", Language::Russian), Language::English);
  EXPECT_EQ(choose_language(*RequestBuilder().build(), Language::Russian), Language::Russian);
}

TEST(LanguageChoice, IsTheVisitorsFirst) {
  const auto request = RequestBuilder().header("Accept-Language", "en").cookie("language", "ru").build();
  EXPECT_EQ(choose_language(*request, Language::English), Language::Russian);
  const auto unknown = RequestBuilder().header("Accept-Language", "ru").cookie("language", "xx").build();
  EXPECT_EQ(choose_language(*unknown, Language::English), Language::Russian);
}

TEST(LanguageChoice, IsToldWithEveryPage) {
  TestSite site;
  site.pages().get("/form", everyone, form_page);
  const auto response = site.answer(RequestBuilder(Method::Get, "/form").header("Accept-Language", "ru"));
  EXPECT_EQ(TestSite::body_of(response).at("language"), "ru");
  EXPECT_EQ(response.headers().get("Content-Language"), "ru");
  EXPECT_EQ(response.headers().get("Vary"), "Accept-Language, Cookie");
}

TEST(LanguageChoice, TranslatesErrors) {
  TestSite site;
  const auto response = site.answer(
      RequestBuilder(Method::Get, "/x").header("Accept", "application/json").header("Accept-Language", "ru"));
  EXPECT_EQ(response.body(), R"({"message":"ru:There is nothing here."})");
}

}  // namespace
}  // namespace callboard::host
