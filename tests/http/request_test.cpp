#include <gmock/gmock.h>

#include "callboard/testing/request_builder.hpp"

namespace callboard {
namespace {

using testing::RequestBuilder;
using Segments = std::vector<std::string>;

Segments segments_of(const std::string& target) { return RequestBuilder(Method::Get, target).build()->segments(); }

TEST(RequestTarget, IsDecodedSegmentBySegment) {
  EXPECT_EQ(segments_of("/"), Segments());
  EXPECT_EQ(segments_of("/courses/7"), (Segments{"courses", "7"}));
  EXPECT_EQ(segments_of("/a%2Fb/c"), (Segments{"a/b", "c"}));
  EXPECT_EQ(segments_of("/%D0%90%D0%BD%D0%BD%D0%B0"), (Segments{"Анна"}));
  EXPECT_EQ(segments_of("/a+b"), (Segments{"a+b"}));
  EXPECT_EQ(segments_of("/a%20b?c=/d/e"), (Segments{"a b"}));
  EXPECT_EQ(segments_of("/..."), (Segments{"..."}));
}

TEST(RequestTarget, KeepsEmptySegmentsSoThatTheyMatchNothing) {
  EXPECT_EQ(segments_of("//a"), (Segments{"", "a"}));
  EXPECT_EQ(segments_of("/a//b"), (Segments{"a", "", "b"}));
  EXPECT_EQ(segments_of("/a/"), (Segments{"a", ""}));
}

TEST(RequestTarget, MayBeInAbsoluteForm) {
  EXPECT_EQ(segments_of("http://school.example/courses/7?x=y"), (Segments{"courses", "7"}));
  EXPECT_EQ(segments_of("HTTPS://school.example/"), Segments());
}

TEST(RequestTarget, IsRefusedWhereItIsMalformed) {
  for (const std::string target : {
           "",
           "*",
           "courses",
           "?a=b",
           "http://school.example",
           "ftp://school.example/",  // no path
           "/%",
           "/%4",
           "/%4g",
           "/%g4",
           "/a%",
           "/%%41",  // percent-encoding
           "/%00",
           "/a%0Ab",
           "/%7F",
           "/a\tb",
           "/a\nb",
           "/?a\rb",  // control characters
           "/%FF",
           "/%C0%AF",
           "/%ED%A0%80",
           "/%F4%90%80%80",
           "/%D0",
           "/\xFF",
           "/%C3%28",  // no UTF-8
           "/.",
           "/..",
           "/a/../b",
           "/%2e%2e/a",
           "/a/%2E",
           "/.%2e",  // dot segments
           "/a#b",
           "/#",  // fragments
       }) {
    EXPECT_THROW(RequestBuilder(Method::Get, target).build(), BadRequest) << target;
  }
}

TEST(RequestTarget, HasALimit) {
  EXPECT_NO_THROW(RequestBuilder(Method::Get, "/" + std::string(8191, 'a')).build());
  EXPECT_THROW(RequestBuilder(Method::Get, "/" + std::string(8192, 'a')).build(), BadRequest);
}

TEST(RequestTarget, LeavesTheHeadToTheCallerWhereItIsRefused) {
  auto head = RequestBuilder(Method::Get, "/%").header("Accept", "text/html").head();
  EXPECT_THROW(Request(std::move(head)), BadRequest);
  EXPECT_EQ(head.headers.get("Accept"), "text/html");  // NOLINT(bugprone-use-after-move): that is the promise
}

TEST(RequestQuery, IsDecodedLikeAForm) {
  const auto request = RequestBuilder(Method::Get, "/?q=%D0%B0+b&tag=1&tag=2&empty=&flag&&=x").build();
  EXPECT_EQ(request->query("q"), "а b");
  EXPECT_EQ(request->query().all("tag"), (Segments{"1", "2"}));
  EXPECT_EQ(request->query("empty"), "");
  EXPECT_EQ(request->query("flag"), "");
  EXPECT_EQ(request->query(""), "x");
  EXPECT_EQ(request->query("absent"), std::nullopt);
}

TEST(RequestQuery, IsOnlyRefusedWhenSomebodyAsks) {
  for (const std::string query : {"a=%", "a=%zz", "%F=1", "a=%FF", "a=%00", "%00"}) {
    const auto request = RequestBuilder(Method::Get, "/?" + query).build();
    EXPECT_THROW(request->query("a"), BadRequest) << query;
  }
}

TEST(RequestQuery, HasALimitedNumberOfFields) {
  std::string query;
  for (std::size_t i = 0; i < Form::kMaxFields; ++i) query += "a&";
  EXPECT_EQ(RequestBuilder(Method::Get, "/?" + query).build()->query().fields().size(), Form::kMaxFields);
  EXPECT_THROW(RequestBuilder(Method::Get, "/?" + query + "a").build()->query(), BadRequest);
}

enum class CourseId : std::int64_t {};

TEST(PathParameter, IsATextANumberOrAnId) {
  const auto request = RequestBuilder().parameter("id", "17").build();
  EXPECT_EQ(request->path<std::string>("id"), "17");
  EXPECT_EQ(request->path<int>("id"), 17);
  EXPECT_EQ(request->path<CourseId>("id"), CourseId{17});
}

TEST(PathParameter, IsNotFoundWhereItIsNoSuchNumber) {
  for (const std::string text : {"", "0", "-1", "+1", " 1", "1 ", "1x", "0x1", "1.0", "9223372036854775808"}) {
    const auto request = RequestBuilder().parameter("id", text).build();
    EXPECT_THROW(request->path<CourseId>("id"), NotFound) << text;
  }
  EXPECT_EQ(RequestBuilder().parameter("id", "9223372036854775807").build()->path<CourseId>("id"),
            CourseId{9223372036854775807});
  EXPECT_THROW(RequestBuilder().parameter("id", "4294967297").build()->path<int>("id"), NotFound);
}

TEST(Cookies, AreFoundByTheirExactName) {
  const auto request = RequestBuilder().header("Cookie", "a=1; session=x=y;b=2 ; A=3; q=\"quoted\"; a=4").build();
  EXPECT_EQ(request->cookie("a"), "1");
  EXPECT_EQ(request->cookie("A"), "3");
  EXPECT_EQ(request->cookie("b"), "2");
  EXPECT_EQ(request->cookie("session"), "x=y");
  EXPECT_EQ(request->cookie("q"), "quoted");
  EXPECT_EQ(request->cookie("sess"), std::nullopt);
}

TEST(Cookies, MayBeOdd) {
  for (const std::string& cookies :
       std::vector<std::string>{"", ";", "=", ";;;==;", "a", "; a", "=a", "\"", "a=\"", std::string(100'000, ';')}) {
    const auto request = RequestBuilder().header("Cookie", cookies).build();
    EXPECT_EQ(request->cookie("session"), std::nullopt) << cookies;
  }
  EXPECT_EQ(RequestBuilder().header("Cookie", "a=\"").build()->cookie("a"), "\"");
  EXPECT_EQ(RequestBuilder().header("Cookie", "a").build()->cookie("a"), "");
}

TEST(Cookies, ComeFromAllCookieFieldsButNotFromAnEndlessOne) {
  const auto request = RequestBuilder().header("Cookie", "a=1").header("cookie", "b=2").build();
  EXPECT_EQ(request->cookie("b"), "2");
  const auto endless = RequestBuilder().header("Cookie", std::string(16 * 1024, ' ') + ";a=1").build();
  EXPECT_EQ(endless->cookie("a"), std::nullopt);
}

TEST(Body, IsReadOnceHoweverItArrives) {
  const auto body = std::make_shared<testing::TextBody>("some text", 2);
  const auto request = RequestBuilder(Method::Post).chunked(body, "text/plain").build();
  EXPECT_EQ(request->body(), "some text");
  EXPECT_EQ(request->body(), "some text");
}

TEST(Body, ThatEndsBeforeItsAnnouncedLengthIsRefused) {
  auto head = RequestBuilder(Method::Post).body("1234", "text/plain").head();
  head.content_length = 5;
  testing::TextBody body("1234");
  EXPECT_THROW(Request(head, &body).body(), BadRequest);
  EXPECT_THROW(Request(head, nullptr).body(), BadRequest);
}

TEST(Body, IsHeldToItsLimitWhateverItAnnounced) {
  const auto announced = RequestBuilder(Method::Post).body("12345", "text/plain").build();
  announced->set_body_limit(4);
  EXPECT_THROW(announced->body(), ContentTooLarge);
  const auto chunked =
      RequestBuilder(Method::Post).chunked(std::make_shared<testing::TextBody>("12345", 1), "text/plain").build();
  chunked->set_body_limit(4);
  EXPECT_THROW(chunked->body(), ContentTooLarge);
  chunked->set_body_limit(5);
}

TEST(Body, CanBeReadInPiecesHeldToItsLimit) {
  RequestHead head;
  head.target = "/";
  head.content_length = 10;
  testing::TextBody body("0123456789", 4);
  Request request(head, &body);
  std::array<char, 6> piece{};
  std::string all;
  while (const auto count = request.read_body(piece)) all.append(piece.data(), count);
  EXPECT_EQ(all, "0123456789");
  EXPECT_THROW((void)request.body(), std::logic_error);

  testing::TextBody longer("0123456789");
  Request limited(head, &longer);
  limited.set_body_limit(5);
  EXPECT_THROW(limited.read_body(piece), ContentTooLarge);
}

TEST(Body, CanBeDrainedUpToALimit) {
  testing::TextBody body("123456", 2);
  Request request(RequestBuilder(Method::Post).head(), &body);
  EXPECT_FALSE(request.drain(3));
  EXPECT_TRUE(request.drain(3));
}

TEST(UrlencodedForm, IsReadFromTheBody) {
  const auto request = RequestBuilder(Method::Post).form({{"title", "Мим & co"}, {"tag", "1"}, {"tag", "2"}}).build();
  EXPECT_EQ(request->form().value("title"), "Мим & co");
  EXPECT_EQ(request->form().all("tag"), (Segments{"1", "2"}));
  EXPECT_FALSE(request->form().has("absent"));
}

TEST(UrlencodedForm, TakesItsMediaTypeInAnyCaseAndWithParameters) {
  const auto request =
      RequestBuilder(Method::Post).body("a=b", " Application/X-WWW-Form-Urlencoded ; charset=UTF-8").build();
  EXPECT_EQ(request->form().value("a"), "b");
}

TEST(UrlencodedForm, IsRefusedWhereItIsMalformed) {
  for (const std::string body : {"a=%", "a=%1", "a=%xy", "%=a", "a=%FF", "a=\xC0\xAF", "a=%00", "a=b&c=%ED%A0%80"}) {
    const auto request = RequestBuilder(Method::Post).body(body, "application/x-www-form-urlencoded").build();
    EXPECT_THROW(request->form(), BadRequest) << body;
  }
}

TEST(UrlencodedForm, StaysSmallWhereverTheRouteAllowsLargeUploads) {
  const auto long_form = "a=" + std::string(1024 * 1024, 'b');
  const auto announced = RequestBuilder(Method::Post).body(long_form, "application/x-www-form-urlencoded").build();
  announced->set_body_limit(100 * 1024 * 1024);
  EXPECT_THROW(announced->form(), ContentTooLarge);
  const auto chunked = RequestBuilder(Method::Post)
                           .chunked(std::make_shared<testing::TextBody>(long_form), "application/x-www-form-urlencoded")
                           .build();
  chunked->set_body_limit(100 * 1024 * 1024);
  EXPECT_THROW(chunked->form(), ContentTooLarge);
}

TEST(Form, RefusesAFieldThatWasSentTwiceWhereOneIsAskedFor) {
  const auto form = Form::parse("name=anna&role=student&name=admin");
  EXPECT_THROW(form.get("name"), BadRequest);
  EXPECT_THROW(form.value("name"), BadRequest);
  EXPECT_EQ(form.value("role"), "student");
  EXPECT_TRUE(form.has("name"));
  EXPECT_EQ(form.all("name"), (std::vector<std::string>{"anna", "admin"}));
}

TEST(RequestQuery, TakesTheFirstOfARepeatedParameter) {
  EXPECT_EQ(RequestBuilder(Method::Get, "/?q=1&q=2").build()->query("q"), "1");
}

TEST(Form, OfAnotherMediaTypeIsEmptyAndLeavesTheBody) {
  const auto request = RequestBuilder(Method::Post).json({{"a", 1}}).build();
  EXPECT_TRUE(request->form().fields().empty());
  EXPECT_EQ(request->json().at("a"), 1);
}

struct Negotiation {
  std::string accept;
  bool json;
};

TEST(Negotiation, PrefersJsonOnlyWhereTheClientDoes) {
  for (const auto& [accept, json] : std::vector<Negotiation>{
           {"application/json", true},
           {"APPLICATION/JSON; charset=utf-8", true},
           {"application/json, text/html", false},
           {"application/json, text/html;q=0.9", true},
           {"application/json;q=0.9, text/html", false},
           {"application/json;q=0.5, */*;q=0.1", true},
           {"text/html, application/json;q=0.9, */*;q=0.8", false},
           {"text/html;q=0.1, application/*", true},
           {"text/*;q=0.1, application/json;q=0.2", true},
           {"*/*", false},
           {"", false},
           {"application/json;q=0", false},
           {"application/json;q=0, text/html;q=0", false},
           {"application/json;q=2", false},
           {"application/json;q=abc", false},
           {",,;;q=1,", false},
           {"text/plain", false},
       }) {
    EXPECT_EQ(RequestBuilder().header("Accept", accept).build()->wants_json(), json) << accept;
  }
  EXPECT_FALSE(RequestBuilder().build()->wants_json());
}

TEST(Negotiation, TakesAJsonBodyForAWish) {
  EXPECT_TRUE(RequestBuilder(Method::Post).header("Accept", "text/html").json({}).build()->wants_json());
}

}  // namespace
}  // namespace callboard
