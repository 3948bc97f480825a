#include "http/flash.hpp"

#include <gmock/gmock.h>

#include "config/site_keys.hpp"
#include "site.hpp"

namespace callboard::host {
namespace {

using nlohmann::json;

class FlashMessages : public ::testing::Test {
 protected:
  FlashMessages() {
    site_.pages().get("/form", everyone, form_page);
    site_.pages().get("/api", everyone, ok);
    add("/saved", _("Saved: {title}").with("title", "<b>"));
    add("/again", plural("{count} key", "{count} keys", 2));
    site_.pages().get("/here", everyone, [](const Request&, const Visitor&) {
      return Response::page({"form"}).flash(_("Here"), Flash::Kind::Danger);
    });
  }
  void add(const std::string& path, const Text& text) {
    site_.pages().get(path, everyone,
                      [text](const Request&, const Visitor&) { return see_other("/form").flash(text); });
  }
  json shown(const std::string& path) {
    return TestSite::body_of(site_.browse(RequestBuilder(Method::Get, path))).at("flashes");
  }
  void open(const std::string& path, Method method = Method::Get) { site_.browse(RequestBuilder(method, path)); }

  TestSite site_;
};

TEST_F(FlashMessages, AreShownOnceOnTheNextPage) {
  open("/saved");
  EXPECT_EQ(shown("/form"), json({"Saved: <b>"}));
  EXPECT_EQ(shown("/form"), json::array());
}

TEST_F(FlashMessages, GatherOverSeveralRedirects) {
  open("/saved");
  open("/again");
  EXPECT_EQ(shown("/form"), json({"Saved: <b>", "2 keys"}));
}

TEST_F(FlashMessages, OfAPageItselfAreShownThereAfterThoseThatWaited) {
  open("/saved");
  EXPECT_EQ(shown("/here"), json({"Saved: <b>", "Here"}));
  EXPECT_EQ(shown("/form"), json::array());
}

TEST_F(FlashMessages, AreShownInTheLanguageOfThePage) {
  open("/saved");
  site_.set_cookie("language", "ru");
  EXPECT_EQ(shown("/form"), json({"ru:Saved: <b>"}));
}

TEST_F(FlashMessages, WaitForAPageThatSomebodyReads) {
  open("/saved");
  open("/api");
  open("/favicon.ico");
  open("/form", Method::Head);
  EXPECT_EQ(shown("/form"), json({"Saved: <b>"}));
}

TEST_F(FlashMessages, ThatWereTamperedWithAreIgnored) {
  open("/saved");
  const auto good = site_.cookies().at("flash");
  auto bent = good;
  bent[3] = bent[3] == 'A' ? 'B' : 'A';
  for (const std::string& bad :
       std::vector<std::string>{bent, "", ".", "x", good.substr(1), good + "x", std::string(4000, 'a')}) {
    site_.set_cookie("flash", bad);
    EXPECT_EQ(shown("/form"), json::array()) << bad;
  }
}

TEST_F(FlashMessages, ThatCannotBeReadAreIgnored) {
  const Signer signer(derived_keys(site_.session, "flash"));
  for (const std::string bad : {"", "[", "7", "{}", "[7]", "[[0]]", "[[0,{}]]", R"([["x",{"$text":{}}]])"}) {
    site_.set_cookie("flash", signer.seal(bad));
    EXPECT_EQ(shown("/form"), json::array()) << bad;
  }
}

TEST_F(FlashMessages, WaitOutAChangeOfTheSecret) {
  open("/saved");
  const auto changed = [&](const std::string& previous) {
    TestSite site;
    site.session = {std::string(32, 'n'), previous};
    site.pages().get("/form", everyone, form_page);
    site.set_cookie("flash", site_.cookies().at("flash"));
    return TestSite::body_of(site.browse(RequestBuilder(Method::Get, "/form"))).at("flashes");
  };
  EXPECT_EQ(changed(site_.session.secret), json({"Saved: <b>"}));
  EXPECT_EQ(changed(""), json::array());
}

TEST_F(FlashMessages, KeepTheNewestWhereTheyAreTooManyForACookie) {
  for (int i = 0; i < 20; ++i) {
    add("/n" + std::to_string(i), Text::verbatim("message " + std::to_string(i)));
  }
  for (int i = 0; i < 20; ++i) open("/n" + std::to_string(i));
  const auto flashes = shown("/form");
  EXPECT_EQ(flashes.size(), FlashCookie::kMaxFlashes);
  EXPECT_EQ(flashes.back(), "message 19");
}

TEST_F(FlashMessages, StaySmallEnoughForACookie) {
  add("/long1", Text::verbatim(std::string(2000, 'a')));
  add("/long2", Text::verbatim(std::string(2000, 'b')));
  add("/endless", Text::verbatim(std::string(20'000, 'c')));
  open("/long1");
  open("/long2");
  EXPECT_LE(site_.cookies().at("flash").size(), FlashCookie::kMaxBytes);
  EXPECT_EQ(shown("/form"), json({std::string(2000, 'b')}));
  open("/endless");
  EXPECT_EQ(shown("/form"), json::array());
}

}  // namespace
}  // namespace callboard::host
