#include "http/pipeline.hpp"

#include <gmock/gmock.h>

#include "log/log_context.hpp"
#include "site.hpp"

namespace callboard::host {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Pipeline, AnswersARoute) {
  TestSite site;
  site.api().get("/echo/{what}", everyone, [](const Request& request, const Visitor&) {
    return Response::json({{"what", request.path<std::string>("what")}});
  });
  const auto response = site.answer(RequestBuilder(Method::Get, "/echo/%D0%B0%2Fb"));
  EXPECT_EQ(response.status(), HttpStatus::Ok);
  EXPECT_EQ(TestSite::body_of(response).at("what"), "а/b");
}

TEST(Pipeline, AnswersAnUnknownPathWithAPage) {
  TestSite site;
  const auto response = site.answer(RequestBuilder(Method::Get, "/nowhere"));
  EXPECT_EQ(response.status(), HttpStatus::NotFound);
  const auto page = TestSite::body_of(response);
  EXPECT_EQ(page.at("page"), "layout/error");
  EXPECT_EQ(page.at("data").at("status"), 404);
  EXPECT_EQ(page.at("data").at("request_id"), "0123456789abcdef");
}

TEST(Pipeline, AnswersAnUnknownPathWithJsonToAJsonClient) {
  TestSite site;
  const auto response = site.answer(RequestBuilder(Method::Get, "/nowhere").header("Accept", "application/json"));
  EXPECT_EQ(response.status(), HttpStatus::NotFound);
  EXPECT_EQ(TestSite::body_of(response), (nlohmann::json{{"message", "There is nothing here."}}));
}

TEST(Pipeline, ReportsErrorsInTheShapeOfTheRoute) {
  TestSite site;
  const auto refuse = [](const Request&, const Visitor&) -> Response { throw Conflict("private", _("It is taken.")); };
  site.cabinets().get("/cabinet", everyone, refuse);
  site.api().get("/api", everyone, refuse);
  site.pages().get("/page", everyone, refuse);
  EXPECT_EQ(site.answer(RequestBuilder(Method::Get, "/cabinet")).body(), R"({"error":"It is taken."})");
  EXPECT_EQ(site.answer(RequestBuilder(Method::Get, "/api")).body(), R"({"message":"It is taken."})");
  EXPECT_THAT(site.answer(RequestBuilder(Method::Get, "/page")).body(), HasSubstr("layout/error"));
}

TEST(Pipeline, NamesTheAllowedMethodsBeforeItLooksAtTokens) {
  TestSite site;
  site.pages().get("/page", everyone, ok);
  const auto response = site.answer(RequestBuilder(Method::Post, "/page").form({{"a", "b"}}));
  EXPECT_EQ(response.status(), HttpStatus::MethodNotAllowed);
  EXPECT_EQ(header(response, "Allow"), "GET, HEAD, OPTIONS");
}

TEST(Pipeline, LeavesOptionsToARouteThatHasMoreToSay) {
  TestSite site;
  site.pages().options("/uploads", everyone, [](const Request&, const Visitor&) {
    return Response(HttpStatus::NoContent).header("Tus-Version", "1.0.0");
  });
  const auto response = site.answer(RequestBuilder(Method::Options, "/uploads"));
  EXPECT_EQ(response.status(), HttpStatus::NoContent);
  EXPECT_EQ(header(response, "Tus-Version"), "1.0.0");
}

TEST(Pipeline, AnswersOptionsWithWhatIsAllowed) {
  TestSite site;
  site.pages().post("/page", signed_in, ok);
  const auto response = site.answer(RequestBuilder(Method::Options, "/page"));
  EXPECT_EQ(response.status(), HttpStatus::NoContent);
  EXPECT_EQ(header(response, "Allow"), "POST, OPTIONS");
}

TEST(Pipeline, AnswersHeadLikeGet) {
  TestSite site;
  site.pages().get("/page", everyone, ok);
  const auto get = site.answer(RequestBuilder(Method::Get, "/page"));
  const auto head = site.answer(RequestBuilder(Method::Head, "/page"));
  EXPECT_EQ(head.status(), HttpStatus::Ok);
  EXPECT_EQ(head.body().size(), get.body().size());
}

TEST(Pipeline, RedirectsFromATrailingSlashToARouteAndOnlyThere) {
  TestSite site;
  site.pages().get("/schedule", everyone, ok);
  site.pages().post("/send", everyone, ok);
  const auto response = site.answer(RequestBuilder(Method::Get, "/schedule/?week=3"));
  EXPECT_EQ(response.status(), HttpStatus::PermanentRedirect);
  EXPECT_EQ(header(response, "Location"), "/schedule?week=3");
  EXPECT_EQ(site.answer(RequestBuilder(Method::Get, "/nowhere/")).status(), HttpStatus::NotFound);
  EXPECT_EQ(site.answer(RequestBuilder(Method::Post, "/send/")).status(), HttpStatus::NotFound);
}

TEST(Pipeline, NeverRedirectsAwayFromTheSite) {
  TestSite site;
  site.pages().get("/{any}", everyone, ok);
  site.pages().get("/{any}/{other}", everyone, ok);
  for (const std::string target :
       {"//evil.example/", "//evil.example/x/", "/\\evil.example/", "http://evil.example//x/"}) {
    const auto response = site.answer(RequestBuilder(Method::Get, target));
    EXPECT_EQ(header(response, "Location"), "") << target;
  }
}

TEST(Pipeline, AnswersABadTargetInTheClientsManner) {
  TestSite site;
  const auto page = site.answer(RequestBuilder(Method::Get, "/%zz"));
  EXPECT_EQ(page.status(), HttpStatus::BadRequest);
  EXPECT_EQ(TestSite::body_of(page).at("page"), "layout/error");
  const auto json = site.answer(RequestBuilder(Method::Get, "/%zz").header("Accept", "application/json"));
  EXPECT_EQ(json.status(), HttpStatus::BadRequest);
  EXPECT_EQ(json.body(), R"({"message":"The address is not valid."})");
}

TEST(Pipeline, AnswersRoutesOfAPluginThatDidNotStartWith503) {
  TestSite site;
  site.pages().get("/page", everyone, ok);
  site.router.disable("test");
  EXPECT_EQ(site.answer(RequestBuilder(Method::Get, "/page")).status(), HttpStatus::Unavailable);
}

TEST(Pipeline, RefusesATooLargeBodyBeforeAnythingReadsIt) {
  TestSite site;
  site.api().post("/small", signed_in, ok).body_limit = 10;
  const auto request = RequestBuilder(Method::Post, "/small").json({{"long", "text"}});
  EXPECT_EQ(site.answer(request).status(), HttpStatus::ContentTooLarge);
  EXPECT_EQ(dynamic_cast<testing::TextBody&>(*request.source()).handed_out(), 0U);
}

TEST(Pipeline, CountsABodyThatDidNotSayItsLength) {
  TestSite site;
  site.api()
      .post("/small", everyone, [](const Request& r, const Visitor&) { return Response::json(r.json()); })
      .body_limit = 10;
  const auto body = std::make_shared<testing::TextBody>(R"({"long": "text"})");
  const auto response = site.answer(RequestBuilder(Method::Post, "/small").chunked(body, "application/json"));
  EXPECT_EQ(response.status(), HttpStatus::ContentTooLarge);
}

TEST(Pipeline, HidesWhatAnUnknownExceptionSaysAndLogsIt) {
  TestSite site;
  site.api().get("/fail", everyone,
                 [](const Request&, const Visitor&) -> Response { throw std::runtime_error("hunter2"); });
  const auto response = site.answer(RequestBuilder(Method::Get, "/fail"));
  EXPECT_EQ(response.status(), HttpStatus::InternalError);
  EXPECT_THAT(response.body(), Not(HasSubstr("hunter2")));
  ASSERT_EQ(site.log.lines().size(), 1U);
  const auto line = site.log.lines().front();
  EXPECT_EQ(line.level, Log::Level::Error);
  EXPECT_EQ(line.details.at("error"), "hunter2");
  EXPECT_EQ(line.details.at("route"), "/fail");
}

TEST(Pipeline, SurvivesWhatIsNoExceptionAtAll) {
  TestSite site;
  site.api().get("/fail", everyone, [](const Request&, const Visitor&) -> Response { throw 7; });
  EXPECT_EQ(site.answer(RequestBuilder(Method::Get, "/fail")).status(), HttpStatus::InternalError);
}

TEST(Pipeline, MapsAnUncaughtConstraintToAConflict) {
  TestSite site;
  site.api().get("/fail", everyone, [](const Request&, const Visitor&) -> Response {
    throw ConstraintViolation(ConstraintViolation::Kind::Unique, "users.email anna@example.org");
  });
  const auto response = site.answer(RequestBuilder(Method::Get, "/fail"));
  EXPECT_EQ(response.status(), HttpStatus::Conflict);
  EXPECT_THAT(response.body(), Not(HasSubstr("anna@example.org")));
}

TEST(Pipeline, SaysWhenToRetry) {
  TestSite site;
  site.api().get("/fail", everyone,
                 [](const Request&, const Visitor&) -> Response { throw TooMany(std::chrono::seconds(30), "limit"); });
  const auto response = site.answer(RequestBuilder(Method::Get, "/fail"));
  EXPECT_EQ(response.status(), HttpStatus::TooManyRequests);
  EXPECT_EQ(header(response, "Retry-After"), "30");
}

TEST(Pipeline, AnswersBarelyWhereNotEvenTheErrorsPageRenders) {
  TestSite site;
  site.pages().get("/page", everyone, [](const Request&, const Visitor&) { return Response::page({"broken"}); });
  EXPECT_EQ(TestSite::body_of(site.answer(RequestBuilder(Method::Get, "/page"))).at("data").at("status"), 500);
  site.renderer.broken = true;
  const auto response = site.answer(RequestBuilder(Method::Get, "/page"));
  EXPECT_EQ(response.status(), HttpStatus::InternalError);
  EXPECT_EQ(response.body(), "Internal Server Error\n");
}

TEST(Pipeline, KeepsPersonalAnswersOutOfCachesUnlessTheHandlerKnowsBetter) {
  TestSite site;
  site.pages().get("/public", everyone, ok);
  site.pages().get("/long", everyone, [](const Request&, const Visitor&) {
    return Response().header("Cache-Control", "public, max-age=60");
  });
  site.api().post("/api", everyone, ok);
  EXPECT_EQ(header(site.answer(RequestBuilder(Method::Get, "/public")), "Cache-Control"), "private, no-cache");
  EXPECT_EQ(header(site.answer(RequestBuilder(Method::Get, "/public").cookie("session", "good")), "Cache-Control"),
            "no-store");
  EXPECT_EQ(header(site.answer(RequestBuilder(Method::Post, "/api").json({})), "Cache-Control"), "no-store");
  EXPECT_EQ(header(site.answer(RequestBuilder(Method::Get, "/long")), "Cache-Control"), "public, max-age=60");
}

TEST(Pipeline, PutsTheRequestsIdIntoEveryLineThatIsLoggedMeanwhile) {
  TestSite site;
  std::string seen;
  site.api().get("/ok", everyone, [&](const Request&, const Visitor&) {
    seen = LogContext::request();
    return Response();
  });
  site.answer(RequestBuilder(Method::Get, "/ok"));
  EXPECT_EQ(seen, "0123456789abcdef");
  EXPECT_EQ(LogContext::request(), "");
}

TEST(Pipeline, CountsWhatItAnswered) {
  TestSite site;
  site.api().get("/ok", everyone, ok);
  site.answer(RequestBuilder(Method::Get, "/ok"));
  site.answer(RequestBuilder(Method::Get, "/nowhere"));
  EXPECT_EQ(site.metrics.value("callboard_http_requests_total{status=\"2xx\"}"), 1U);
  EXPECT_EQ(site.metrics.value("callboard_http_requests_total{status=\"4xx\"}"), 1U);
  EXPECT_EQ(site.metrics.value("callboard_http_request_duration_microseconds_bucket{le=\"+Inf\"}"), 2U);
  EXPECT_EQ(site.metrics.value("callboard_http_request_duration_microseconds_count"), 2U);
}

TEST(Pipeline, ShowsWhoIsSignedInOnThePageOfAnErrorToo) {
  TestSite site;
  const auto response = site.answer(RequestBuilder(Method::Get, "/nowhere").cookie("session", "good"));
  EXPECT_EQ(TestSite::body_of(response).at("visitor"), "anna");
}

}  // namespace
}  // namespace callboard::host
