// The layout around a page, as it is shipped.
#include <gmock/gmock.h>

#include "view_fixture.hpp"

namespace callboard::host {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

class PageFrame : public ViewTest {
 protected:
  std::string page(const json& data = json::object(), const std::string& name = "layout/error") {
    return TemplateView(shipped_layout(), site()).render(Page{name, data}, context());
  }
  PageContext context() const { return {visitor_, language_, "the-token", flashes_, path_}; }
  void sign_in(std::vector<std::string> roles = {}) {
    visitor_.kind = Visitor::Kind::Person;
    visitor_.name = "anna";
    visitor_.roles = std::move(roles);
  }

  Visitor visitor_;
  Language language_ = Language::English;
  std::vector<Flash> flashes_;
  std::string path_ = "/schedule";
};

TEST_F(PageFrame, IsInTheVisitorsLanguage) {
  EXPECT_THAT(page(), HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(page(), HasSubstr("Skip to the content"));
  language_ = Language::Russian;
  EXPECT_THAT(page(), HasSubstr("<html lang=\"ru\">"));
  EXPECT_THAT(page(), HasSubstr("Перейти к содержанию"));
}

TEST_F(PageFrame, TakesThePagesTitleBeforeTheSites) {
  EXPECT_THAT(page({{"title", "</title><b>"}}), HasSubstr("<title>&lt;/title&gt;&lt;b&gt; · Theatre school</title>"));
  EXPECT_THAT(page({{"panels", json::array()}}, "host/home"), HasSubstr("<title>Theatre school</title>"));
}

TEST_F(PageFrame, TellsHowToReachTheSchool) {
  EXPECT_THAT(page(), Not(HasSubstr("<address")));
  info_.contacts = "Lane 7, <b>door</b> 2\n+7 495 555-01-23\nschool@theatre.example";
  info_.privacy = "We keep little.";
  info_.logo = "3f/3f9a0123456789abcdef.webp";
  const auto html = page();
  EXPECT_THAT(html, HasSubstr("Lane 7, &lt;b&gt;door&lt;/b&gt; 2"));
  EXPECT_THAT(html, HasSubstr("<a href=\"tel:+7 495 555-01-23\">"));
  EXPECT_THAT(html, HasSubstr("<a href=\"mailto:school@theatre.example\">"));
  EXPECT_THAT(html, HasSubstr("<a href=\"/privacy\">"));
  EXPECT_THAT(html, HasSubstr("src=\"/site/logo?v=3f9a01234567\""));
}

TEST_F(PageFrame, NeverLetsThePagesValuesIntoTheFrame) {
  EXPECT_THAT(page({{"site", {{"name", "Hijacked"}}}, {"title", "t"}}), Not(HasSubstr("Hijacked")));
}

TEST_F(PageFrame, ShowsEachFlashOnceByItsKind) {
  flashes_ = {{Flash::Kind::Success, Text::verbatim("saved")},
              {Flash::Kind::Danger, Text::verbatim("<b>")},
              {Flash::Kind::Warning, _("Sign in")}};
  language_ = Language::Russian;
  const auto html = page();
  EXPECT_THAT(html, HasSubstr("<div class=\"alert alert-success\" role=\"status\">saved</div>"));
  EXPECT_THAT(html, HasSubstr("<div class=\"alert alert-danger\" role=\"alert\">&lt;b&gt;</div>"));
  EXPECT_THAT(html, HasSubstr("<div class=\"alert alert-warning\" role=\"status\">Войти</div>"));
}

TEST_F(PageFrame, OffersTheMenuToThoseWhoMayOpenIt) {
  menu_ = {{_("Keys"), "/admin/keys", role("admin"), 90},
           {_("Schedule"), "/schedule", everyone, 10},
           {_("Enrolments"), "/enrolments", signed_in, 20},
           {_("Device"), "/device", device, 30}};
  const auto anonymous = page();
  EXPECT_THAT(anonymous, HasSubstr("href=\"/schedule\""));
  EXPECT_THAT(anonymous, Not(HasSubstr("/enrolments")));
  EXPECT_THAT(anonymous, Not(HasSubstr("/admin/keys")));
  sign_in();
  EXPECT_THAT(page(), HasSubstr("/enrolments"));
  EXPECT_THAT(page(), Not(HasSubstr("/admin/keys")));
  sign_in({"admin"});
  const auto admin = page();
  EXPECT_THAT(admin, Not(HasSubstr("/device")));
  EXPECT_LT(admin.find("\"/schedule\""), admin.find("/enrolments"));
  EXPECT_LT(admin.find("/enrolments"), admin.find("/admin/keys"));
}

TEST_F(PageFrame, MarksTheEntryWhereTheVisitorIs) {
  menu_ = {{_("Schedule"), "/schedule", everyone, 10}, {_("Shows"), "/shows", everyone, 20}};
  const auto current = [&](std::string_view entry) {
    return page().find(fmt::format("active\" href=\"{}\" aria-current=\"page\"", entry)) != std::string::npos;
  };
  EXPECT_TRUE(current("/schedule"));
  EXPECT_FALSE(current("/shows"));
  path_ = "/shows/7";
  EXPECT_TRUE(current("/shows"));
  path_ = "/showsomething";
  EXPECT_FALSE(current("/shows"));
}

TEST_F(PageFrame, LinksToAccountsOnlyWhereAPluginHasSuchPages) {
  EXPECT_THAT(page(), Not(HasSubstr("/login")));
  routes_ = {"/login", "/register", "/profile", "/logout"};
  EXPECT_THAT(page(), HasSubstr("href=\"/login\""));
  EXPECT_THAT(page(), HasSubstr("href=\"/register\""));
  EXPECT_THAT(page(), Not(HasSubstr("/logout")));
  sign_in();
  EXPECT_THAT(page(), HasSubstr("href=\"/profile\">anna</a>"));
  EXPECT_THAT(page(), HasSubstr("href=\"/logout\""));
  EXPECT_THAT(page(), Not(HasSubstr("/login")));
}

TEST_F(PageFrame, NamesAVisitorWithoutAProfilePage) {
  sign_in();
  EXPECT_THAT(page(), HasSubstr("<span class=\"navbar-text\">anna</span>"));
}

TEST_F(PageFrame, SwitchesTheLanguageAndComesBack) {
  path_ = "/schedule?q=\"a";
  const auto html = page();
  EXPECT_THAT(html, HasSubstr("<form method=\"post\" action=\"/language\""));
  EXPECT_THAT(html, HasSubstr("name=\"csrf_token\" value=\"the-token\""));
  EXPECT_THAT(html, HasSubstr("name=\"next\" value=\"/schedule?q=&quot;a\""));
  EXPECT_THAT(html, HasSubstr("name=\"language\" value=\"ru\""));
}

TEST_F(PageFrame, RefersToStaticFilesByTheirHashedNames) {
  EXPECT_THAT(page(), ::testing::ContainsRegex("href=\"/static/css/site\\.[0-9a-f]{10}\\.css\""));
  EXPECT_THAT(page(), ::testing::ContainsRegex("src=\"/static/js/theme\\.[0-9a-f]{10}\\.js\""));
}

TEST_F(PageFrame, ShowsAnErrorWithItsRequest) {
  language_ = Language::Russian;
  const auto html = page({{"status", 404},
                          {"title", _("Page not found")},
                          {"text", _("There is no page at this address.")},
                          {"request_id", "8f14e45f"}});
  EXPECT_THAT(html, HasSubstr("<h1>Страница не найдена</h1>"));
  EXPECT_THAT(html, HasSubstr("По этому адресу ничего нет."));
  EXPECT_THAT(html, HasSubstr("<code>8f14e45f</code>"));
  EXPECT_THAT(html, HasSubstr("<title>Страница не найдена · Theatre school</title>"));
  EXPECT_THAT(page({{"status", 500}, {"title", "t"}}), Not(HasSubstr("<code>")));
}

}  // namespace
}  // namespace callboard::host
