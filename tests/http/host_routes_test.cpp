#include "http/host_routes.hpp"

#include <gmock/gmock.h>

#include "site.hpp"

namespace callboard::host {
namespace {

using nlohmann::json;

class HostRoutes : public ::testing::Test {
 protected:
  HostRoutes() {
    add_host_routes(site_.router, {[this] { return database_(); },
                                   [] {
                                     return json::array({{{"name", "courses"}, {"running", true}}});
                                   },
                                   [] { return std::string("callboard_up 1\n"); }});
    site_.pages().get("/form", everyone, form_page);
  }
  Response switch_to(const std::string& language, const std::string& next) {
    return site_.browse(RequestBuilder(Method::Post, "/language")
                            .form({{"csrf_token", site_.token()}, {"language", language}, {"next", next}}));
  }
  Response get(const std::string& path) { return site_.answer(RequestBuilder(Method::Get, path)); }

  TestSite site_;
  std::function<bool()> database_ = [] { return true; };
};

TEST_F(HostRoutes, SwitchTheLanguageForAYearAndGoBack) {
  const auto response = switch_to("ru", "/form?x=y");
  EXPECT_EQ(response.status(), HttpStatus::SeeOther);
  EXPECT_EQ(response.headers().get("Location"), "/form?x=y");
  EXPECT_EQ(response.cookies().at(0).max_age, std::chrono::hours(24 * 365));
  EXPECT_EQ(TestSite::body_of(site_.browse(RequestBuilder(Method::Get, "/form"))).at("language"), "ru");
}

TEST_F(HostRoutes, NeverGoBackToAnotherSite) {
  for (const std::string next : {"//evil", "/\\evil", "https:evil", "https://evil", "/a\r\nb: c", "", "/\t/evil"}) {
    EXPECT_EQ(switch_to("en", next).headers().get("Location"), "/") << next;
  }
}

TEST_F(HostRoutes, RefuseAnUnknownLanguage) {
  for (const std::string language : {"", "de", "russian", "r", "ru;q=1", "en\r\n"}) {
    EXPECT_EQ(switch_to(language, "/").status(), HttpStatus::BadRequest) << language;
  }
}

TEST_F(HostRoutes, SwitchNoLanguageWithoutAToken) {
  EXPECT_EQ(site_.answer(RequestBuilder(Method::Post, "/language").form({{"language", "ru"}})).status(),
            HttpStatus::Forbidden);
}

TEST_F(HostRoutes, TellThatTheProcessIsAlive) { EXPECT_EQ(get("/-/health").body(), R"({"status":"ok"})"); }

TEST_F(HostRoutes, TellWhetherTheDatabaseAnswers) {
  EXPECT_EQ(get("/-/ready").status(), HttpStatus::Ok);
  database_ = [] { return false; };
  EXPECT_EQ(get("/-/ready").status(), HttpStatus::Unavailable);
  database_ = []() -> bool { throw std::runtime_error("gone"); };
  const auto response = get("/-/ready");
  EXPECT_EQ(response.status(), HttpStatus::Unavailable);
  EXPECT_EQ(
      TestSite::body_of(response),
      json({{"status", "not ready"}, {"database", false}, {"plugins", {{{"name", "courses"}, {"running", true}}}}}));
}

TEST_F(HostRoutes, HandOutTheMetrics) {
  const auto response = get("/-/metrics");
  EXPECT_EQ(response.body(), "callboard_up 1\n");
  EXPECT_EQ(response.headers().get("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace
}  // namespace callboard::host
