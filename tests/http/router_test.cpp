#include "http/router.hpp"

#include <gmock/gmock.h>

namespace callboard::host {
namespace {

using ::testing::HasSubstr;

Response nothing(const Request&, const Visitor&) { return Response(); }

Match match(const Router& router, Method method, std::vector<std::string> segments) {
  return router.match(method, segments);
}

std::string refusal(Routes& routes, const std::string& pattern) {
  try {
    routes.get(pattern, everyone, nothing);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Router, FindsTheRootAndFixedPaths) {
  Router router;
  auto& routes = router.group("test", ErrorShape::Page);
  const Route& root = routes.get("/", everyone, nothing);
  const Route& courses = routes.get("/courses", everyone, nothing);
  EXPECT_EQ(match(router, Method::Get, {}).route, &root);
  EXPECT_EQ(match(router, Method::Get, {"courses"}).route, &courses);
  EXPECT_EQ(match(router, Method::Get, {"courses", "7"}).route, nullptr);
}

TEST(Router, HandsOutParametersByTheNamesOfTheMatchedRoute) {
  Router router;
  auto& routes = router.group("test", ErrorShape::Page);
  routes.get("/a/{first}/b/{second}", everyone, nothing);
  routes.post("/a/{x}/b/{y}", everyone, nothing);
  EXPECT_EQ(match(router, Method::Get, {"a", "1", "b", "2"}).parameters,
            (Request::Parameters{{"first", "1"}, {"second", "2"}}));
  EXPECT_EQ(match(router, Method::Post, {"a", "1", "b", "2"}).parameters,
            (Request::Parameters{{"x", "1"}, {"y", "2"}}));
}

TEST(Router, PrefersFixedToIntegerToText) {
  Router router;
  auto& routes = router.group("test", ErrorShape::Page);
  const Route& text = routes.get("/courses/{name}", everyone, nothing);
  const Route& integer = routes.get("/courses/{id:int}", everyone, nothing);
  const Route& fixed = routes.get("/courses/new", everyone, nothing);
  EXPECT_EQ(match(router, Method::Get, {"courses", "new"}).route, &fixed);
  EXPECT_EQ(match(router, Method::Get, {"courses", "17"}).route, &integer);
  EXPECT_EQ(match(router, Method::Get, {"courses", "17a"}).route, &text);
  EXPECT_EQ(match(router, Method::Get, {"courses", "-1"}).route, &text);
}

TEST(Router, TriesTheNextBranchWhereAFixedOneLeadsNowhere) {
  Router router;
  auto& routes = router.group("test", ErrorShape::Page);
  routes.get("/a/b/c", everyone, nothing);
  const Route& other = routes.get("/a/{x}/d", everyone, nothing);
  const auto found = match(router, Method::Get, {"a", "b", "d"});
  EXPECT_EQ(found.route, &other);
  EXPECT_EQ(found.parameters, (Request::Parameters{{"x", "b"}}));
}

TEST(Router, NeverTakesAnEmptySegmentForAParameter) {
  Router router;
  router.group("test", ErrorShape::Page).get("/courses/{name}", everyone, nothing);
  EXPECT_EQ(match(router, Method::Get, {"courses", ""}).route, nullptr);
}

TEST(Router, ListsWhatIsAllowedForAnotherMethod) {
  Router router;
  auto& routes = router.group("test", ErrorShape::Page);
  routes.get("/a", everyone, nothing);
  routes.del("/a", everyone, nothing);
  routes.post("/b", everyone, nothing);
  EXPECT_EQ(match(router, Method::Put, {"a"}).route, nullptr);
  EXPECT_EQ(match(router, Method::Put, {"a"}).allowed, "GET, HEAD, DELETE, OPTIONS");
  EXPECT_EQ(match(router, Method::Get, {"b"}).allowed, "POST, OPTIONS");
  EXPECT_EQ(match(router, Method::Get, {"c"}).allowed, "");
}

TEST(Router, AnswersHeadWithTheRouteOfGet) {
  Router router;
  const Route& get = router.group("test", ErrorShape::Page).get("/a", everyone, nothing);
  EXPECT_EQ(match(router, Method::Head, {"a"}).route, &get);
}

TEST(Router, RefusesARouteThatIsTakenAndNamesBothPlugins) {
  Router router;
  router.group("accounts", ErrorShape::Page).get("/users/{id}", everyone, nothing);
  const auto why = refusal(router.group("courses", ErrorShape::Page), "/users/{name}");
  EXPECT_THAT(why, HasSubstr("accounts"));
  EXPECT_THAT(why, HasSubstr("courses"));
  EXPECT_THAT(why, HasSubstr("GET /users/{name}"));
}

TEST(Router, RefusesMalformedPatterns) {
  Router router;
  auto& routes = router.group("test", ErrorShape::Page);
  for (const std::string pattern : {"", "a", "a/b", "//", "/a/", "/a//b", "/{}", "/{a:float}", "/{a", "/a}", "/x{a}",
                                    "/{a}/{a}", "/{A}", "/a?b", "/%20"}) {
    EXPECT_THAT(refusal(routes, pattern), HasSubstr("the route pattern \"" + pattern + "\"")) << pattern;
  }
  EXPECT_TRUE(router.routes().empty());
}

TEST(Router, MarksTheRoutesOfAPluginThatDidNotStart) {
  Router router;
  router.group("good", ErrorShape::Page).get("/good", everyone, nothing);
  router.group("bad", ErrorShape::Page).get("/bad", everyone, nothing);
  router.disable("bad");
  EXPECT_TRUE(match(router, Method::Get, {"bad"}).disabled);
  EXPECT_FALSE(match(router, Method::Get, {"good"}).disabled);
}

TEST(Router, ReportsErrorsInTheShapeOfTheRoutesAroundThem) {
  Router router;
  router.group("cabinet", ErrorShape::Error).post("/issue_key", everyone, nothing);
  router.group("cabinet", ErrorShape::Error).get("/cabinet/v1/access", everyone, nothing);
  router.group("accounts", ErrorShape::Message).get("/users/{id:int}", everyone, nothing);
  router.group("pages", ErrorShape::Page).get("/admin/users", everyone, nothing);
  router.group("pages", ErrorShape::Message).get("/admin/api", everyone, nothing);
  EXPECT_EQ(match(router, Method::Get, {"issue_key"}).errors, ErrorShape::Error);
  EXPECT_EQ(match(router, Method::Get, {"issue_key", "x"}).errors, ErrorShape::Error);
  EXPECT_EQ(match(router, Method::Get, {"cabinet", "v1", "x"}).errors, ErrorShape::Error);
  EXPECT_EQ(match(router, Method::Get, {"users", "x"}).errors, ErrorShape::Message);
  EXPECT_EQ(match(router, Method::Get, {"admin", "x"}).errors, ErrorShape::Page);
  EXPECT_EQ(match(router, Method::Get, {"x"}).errors, ErrorShape::Page);
  EXPECT_EQ(match(router, Method::Get, {}).errors, ErrorShape::Page);
}

TEST(Router, GivesItsBodyLimitToRoutesThatSayNothingElse) {
  Router router(5000);
  auto& routes = router.group("test", ErrorShape::Page);
  routes.post("/a", everyone, nothing);
  routes.post("/b", everyone, nothing).body_limit = 7;
  EXPECT_EQ(match(router, Method::Post, {"a"}).route->body_limit, 5000U);
  EXPECT_EQ(match(router, Method::Post, {"b"}).route->body_limit, 7U);
}

}  // namespace
}  // namespace callboard::host
