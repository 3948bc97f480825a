#include <gmock/gmock.h>

#include "callboard/encoding.hpp"
#include "site.hpp"

namespace callboard::host {
namespace {

using ::testing::HasSubstr;

Response who(const Request&, const Visitor& visitor) { return Response::json({{"name", visitor.name}}); }

TEST(Access, OfEveryoneKnowsWhoIsSignedInAndTakesAStaleCookieForNobody) {
  TestSite site;
  site.api().get("/", everyone, who);
  EXPECT_EQ(site.answer(RequestBuilder()).body(), R"({"name":""})");
  EXPECT_EQ(site.answer(RequestBuilder().cookie("session", "good")).body(), R"({"name":"anna"})");
  EXPECT_EQ(site.answer(RequestBuilder().cookie("session", "stale")).body(), R"({"name":""})");
}

TEST(Access, RefusesABearerTokenThatDoesNotHoldEverywhere) {
  TestSite site;
  site.api().get("/", everyone, who);
  const auto response = site.answer(RequestBuilder().header("Authorization", "Bearer forged"));
  EXPECT_EQ(response.status(), HttpStatus::Unauthorized);
  EXPECT_EQ(header(response, "WWW-Authenticate"), "Bearer");
}

TEST(Access, AsksOnlyTheAuthenticatorsThatTheRouteHasAUseFor) {
  TestSite site;
  site.api().get("/device", device, who);
  site.api().get("/person", signed_in, who);
  site.answer(RequestBuilder(Method::Get, "/device").header("Authorization", "Bearer good"));
  EXPECT_EQ(site.people.asked, 0);
  EXPECT_EQ(site.devices.asked, 1);
  site.answer(RequestBuilder(Method::Get, "/person").header("Authorization", "Bearer good"));
  EXPECT_EQ(site.people.asked, 1);
  EXPECT_EQ(site.devices.asked, 1);
}

TEST(Access, SendsAStrangerToTheLoginPageAndBackAgain) {
  TestSite site;
  site.pages().get("/courses/{name}", signed_in, ok);
  site.pages().post("/courses/{name}", signed_in, ok);
  site.pages().post("/logout", signed_in, ok);
  const auto get = site.answer(RequestBuilder(Method::Get, "/courses/a%20b?q=1&r=%D0%B0"));
  EXPECT_EQ(get.status(), HttpStatus::SeeOther);
  EXPECT_EQ(header(get, "Location"), "/login?next=/courses/a%2520b%3Fq%3D1%26r%3D%25D0%25B0");
  EXPECT_EQ(header(site.answer(RequestBuilder(Method::Post, "/courses/7?x=y").form({})), "Location"),
            "/login?next=/courses/7");
  EXPECT_EQ(header(site.answer(RequestBuilder(Method::Post, "/logout").form({})), "Location"), "/login");
  EXPECT_EQ(header(site.answer(RequestBuilder(Method::Get, "/courses/7").cookie("session", "stale")), "Location"),
            "/login?next=/courses/7");
}

TEST(Access, NeverLeadsBackToAnotherSite) {
  TestSite site;
  site.pages().get("/{a}", signed_in, ok);
  for (const std::string target : {"http://evil.example/x", "/x\\evil"}) {
    EXPECT_EQ(header(site.answer(RequestBuilder(Method::Get, target)), "Location"), "/login") << target;
  }
}

TEST(Access, AnswersAJsonClientInsteadOfRedirecting) {
  TestSite site;
  site.pages().get("/page", signed_in, ok);
  site.api().get("/api", signed_in, ok);
  for (const auto& request : {RequestBuilder(Method::Get, "/page").header("Accept", "application/json"),
                              RequestBuilder(Method::Get, "/api").header("Accept", "text/html")}) {
    const auto response = site.answer(request);
    EXPECT_EQ(response.status(), HttpStatus::Unauthorized);
    EXPECT_EQ(response.body(), R"({"message":"You need to sign in for this."})");
    EXPECT_EQ(header(response, "WWW-Authenticate"), "Bearer");
  }
}

TEST(Access, OfARoleIsForThoseWhoHaveIt) {
  TestSite site;
  site.pages().get("/teacher", role("teacher"), ok);
  site.pages().get("/admin", role("admin"), ok);
  EXPECT_EQ(site.answer(RequestBuilder(Method::Get, "/teacher").cookie("session", "good")).status(), HttpStatus::Ok);
  EXPECT_EQ(site.answer(RequestBuilder(Method::Get, "/admin").cookie("session", "good")).status(),
            HttpStatus::Forbidden);
  EXPECT_EQ(site.answer(RequestBuilder(Method::Get, "/admin")).status(), HttpStatus::SeeOther);
}

TEST(Access, OfADeviceIsForDevicesAlone) {
  TestSite site;
  site.cabinets().post("/issue_key", device, who);
  const RequestBuilder bare = RequestBuilder(Method::Post, "/issue_key").json({});
  const auto stranger = site.answer(bare);
  EXPECT_EQ(stranger.status(), HttpStatus::Unauthorized);
  EXPECT_EQ(header(stranger, "WWW-Authenticate"), "Bearer");
  EXPECT_THAT(stranger.body(), HasSubstr("\"error\""));
  EXPECT_EQ(site.answer(RequestBuilder(bare).cookie("session", "good")).status(), HttpStatus::Unauthorized);
  EXPECT_EQ(site.answer(RequestBuilder(bare).header("Authorization", "Bearer forged")).status(),
            HttpStatus::Unauthorized);
  EXPECT_EQ(site.answer(RequestBuilder(bare).header("Authorization", "Bearer good")).body(), R"({"name":"cabinet"})");
}

TEST(Access, AnswersADeviceInItsOwnLanguage) {
  TestSite site;
  site.cabinets().post("/issue_key", device,
                       [](const Request&, const Visitor&) -> Response { throw Conflict("out", _("The key is out.")); });
  const auto response = site.answer(RequestBuilder(Method::Post, "/issue_key")
                                        .header("Authorization", "Bearer good")
                                        .header("Accept-Language", "en")
                                        .json({}));
  EXPECT_EQ(response.body(), R"({"error":"ru:The key is out."})");
}

TEST(Access, AsksForThePasswordAgainWhereItIsLongAgo) {
  TestSite site;
  site.pages().get("/account/delete", recently_authenticated, ok);
  const auto page = site.answer(RequestBuilder(Method::Get, "/account/delete").cookie("session", "good"));
  EXPECT_EQ(header(page, "Location"), "/login/again?next=/account/delete");
  EXPECT_EQ(header(site.answer(RequestBuilder(Method::Get, "/account/delete")), "Location"),
            "/login?next=/account/delete");
}

TEST(Access, AllowsWhoGaveThePasswordJustNow) {
  TestSite site;
  auto visitor = anna();
  visitor.recently_authenticated = true;
  TestAuthenticator recent(visitor);
  site.authenticators = {&recent};
  site.pages().get("/account/delete", recently_authenticated, ok);
  EXPECT_EQ(site.answer(RequestBuilder(Method::Get, "/account/delete").cookie("session", "good")).status(),
            HttpStatus::Ok);
}

TEST(Access, OfARoleRecentlyNeedsBoth) {
  const auto status = [](bool recently, const char* path) {
    TestSite site;
    auto visitor = anna();
    visitor.recently_authenticated = recently;
    TestAuthenticator authenticator(visitor);
    site.authenticators = {&authenticator};
    site.pages().post("/teacher/act", role("teacher").recently(), ok);
    site.pages().post("/admin/act", role("admin").recently(), ok);
    return site.answer(RequestBuilder(Method::Post, path).cookie("session", "good").json({})).status();
  };
  EXPECT_EQ(status(false, "/teacher/act"), HttpStatus::Unauthorized);
  EXPECT_EQ(status(false, "/admin/act"), HttpStatus::Forbidden);
  EXPECT_EQ(status(true, "/teacher/act"), HttpStatus::Ok);
  EXPECT_EQ(status(true, "/admin/act"), HttpStatus::Forbidden);
}

TEST(Access, IsUnavailableWhereNobodyCouldRecogniseTheVisitor) {
  TestSite site;
  site.authenticators.clear();
  site.api().get("/person", signed_in, ok);
  site.api().get("/device", device, ok);
  site.api().get("/all", everyone, ok);
  EXPECT_EQ(site.answer(RequestBuilder(Method::Get, "/person")).status(), HttpStatus::Unavailable);
  EXPECT_EQ(site.answer(RequestBuilder(Method::Get, "/device")).status(), HttpStatus::Unavailable);
  EXPECT_EQ(site.answer(RequestBuilder(Method::Get, "/all")).status(), HttpStatus::Ok);
}

TEST(Access, TakesTheNextCredentialWhereTheFirstIsStale) {
  TestSite site;
  TestAuthenticator second(anna());
  class Stale : public Authenticator {
   public:
    Visitor::Kind recognises() const override { return Visitor::Kind::Person; }
    std::optional<Visitor> authenticate(const Request&) override { throw Unauthorized("stale cookie"); }
  } first;
  site.authenticators = {&first, &second};
  site.api().get("/", everyone, who);
  EXPECT_EQ(site.answer(RequestBuilder().header("Authorization", "Bearer good")).body(), R"({"name":"anna"})");
}

TEST(Access, IsCheckedBeforeTheBodyIsRead) {
  TestSite site;
  site.pages().post("/upload", signed_in, ok);
  const auto request = RequestBuilder(Method::Post, "/upload").form({{"a", "b"}});
  EXPECT_EQ(site.answer(request).status(), HttpStatus::SeeOther);
  EXPECT_EQ(dynamic_cast<testing::TextBody&>(*request.source()).handed_out(), 0U);
}

TEST(SameSitePath, BeginsWithOneSlashAndHasNothingThatABrowserWouldReadOtherwise) {
  for (const std::string good : {"/", "/a", "/a?next=//b", "/a//b", "/courses/%D0%B0#x"}) {
    EXPECT_TRUE(is_same_site_path(good)) << good;
  }
  for (const std::string& bad : std::vector<std::string>{
           "", "a", "//evil.example", "///evil", "/\\evil", "\\/evil", "\\\\evil", "https:evil", "https://evil",
           "javascript:alert(1)", " /a", "/\t/evil", "/\n/evil", "/a\r\nSet-Cookie: a=b", "\t//evil", "/a\\b",
           std::string("/a\0b", 4), "/" + std::string(2048, 'a')}) {
    EXPECT_FALSE(is_same_site_path(bad)) << bad;
  }
}

}  // namespace
}  // namespace callboard::host
