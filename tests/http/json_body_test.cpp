#include "callboard/json_body.hpp"

#include <gmock/gmock.h>

#include "callboard/testing/request_builder.hpp"

namespace callboard {
namespace {

using nlohmann::json;
using testing::RequestBuilder;

std::string nested(std::size_t depth) {
  return R"({"a":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
}

TEST(JsonBody, IsParsedWithEveryKindOfValue) {
  const std::string text = R"({"t":"Анна \u0416","i":-7,"u":18446744073709551615,"f":1.5,"b":true,"n":null,)"
                           R"("a":[1,[2],{"x":{}}],"o":{"x":[]},"":0})";
  EXPECT_EQ(parse_json_object(text), json::parse(text));
}

TEST(JsonBody, IsRefusedWhereItIsMalformed) {
  for (const std::string text : {
           "",
           " ",
           "{",
           "}",
           "{]",
           R"({"a"})",
           R"({"a":})",
           R"({"a":1,})",
           R"({a:1})",
           R"({'a':1})",
           R"({"a":01})",
           R"({"a":NaN})",
           R"({"a":1e999})",
           R"({"a":"\x"})",
           R"({"a":"\ud800"})",
           "{\"a\":\"\n\"}",
           "{} {}",
           "{}x",
           "{/*c*/}",
           R"("text")",
           "7",
           "null",
           "true",
           "[]",
           R"([{"a":1}])",  // no object
           "{\"a\":\"\xFF\"}",
           "{\"a\":\"\xC0\xAF\"}",
           "{\"\xED\xA0\x80\":1}",
           "{\"a\":\"\xD0\"}",  // no UTF-8
           R"({"a":1,"a":2})",
           R"({"a":1,"\u0061":2})",
           R"({"o":{"x":1,"y":[],"x":{}}})",
           R"([{"a":1,"a":1}])",  // repeated
       }) {
    EXPECT_THROW(parse_json_object(text), BadRequest) << text;
  }
}

TEST(JsonBody, MayRepeatANameInDifferentObjects) {
  EXPECT_NO_THROW(parse_json_object(R"({"a":{"a":[{"a":1},{"a":2}]}})"));
}

TEST(JsonBody, HasALimitedDepth) {
  EXPECT_NO_THROW(parse_json_object(nested(kMaxJsonDepth)));
  EXPECT_THROW(parse_json_object(nested(kMaxJsonDepth + 1)), BadRequest);
  EXPECT_THROW(parse_json_object(R"({"a":)" + std::string(1'000'000, '[')), BadRequest);
}

TEST(JsonBody, MustBeSentAsJson) {
  EXPECT_EQ(RequestBuilder(Method::Post).body("{}", "application/json").build()->json(), json::object());
  EXPECT_EQ(RequestBuilder(Method::Post).body("{}", "Application/JSON;charset=utf-8").build()->json(), json::object());
  for (const std::string type : {"", "text/plain", "text/json", "application/x-www-form-urlencoded",
                                 "application/jsonp", "multipart/form-data; boundary=x"}) {
    EXPECT_THROW(RequestBuilder(Method::Post).body("{}", type).build()->json(), BadRequest) << type;
  }
}

TEST(JsonMember, HasItsTypeOrIsRefused) {
  const json body = {{"text", "Анна"},  {"number", 101}, {"flag", true},     {"real", 1.0},
                     {"none", nullptr}, {"list", {1}},   {"big", UINT64_MAX}};
  EXPECT_EQ(required_text(body, "text"), "Анна");
  EXPECT_EQ(required_integer(body, "number"), 101);
  EXPECT_EQ(required_text_or_integer(body, "number"), "101");
  EXPECT_EQ(required_text_or_integer(body, "text"), "Анна");
  EXPECT_EQ(optional_text(body, "text"), "Анна");
  EXPECT_EQ(optional_text(body, "none"), std::nullopt);
  EXPECT_EQ(optional_text(body, "absent"), std::nullopt);
  for (const std::string member : {"number", "flag", "real", "none", "list", "absent"}) {
    EXPECT_THROW(required_text(body, member), BadRequest) << member;
  }
  for (const std::string member : {"text", "flag", "real", "none", "list", "big", "absent"}) {
    EXPECT_THROW(required_integer(body, member), BadRequest) << member;
  }
  for (const std::string member : {"flag", "real", "none", "list", "big", "absent"}) {
    EXPECT_THROW(required_text_or_integer(body, member), BadRequest) << member;
  }
  EXPECT_THROW(optional_text(body, "number"), BadRequest);
}

TEST(JsonMember, MustNotBeBlank) {
  for (const std::string blank :
       {"", " ", "\t\r\n\v\f", "\u00A0", "\u2003\u3000", "\u200B", "\uFEFF", "\u2028 \u1680"}) {
    EXPECT_TRUE(is_blank(blank));
    EXPECT_THROW(required_text({{"a", blank}}, "a"), BadRequest);
  }
  for (const std::string text : {"a", " a ", "\u00A0a", "я", "\u2003.", "\xE2\x80"})
    EXPECT_FALSE(is_blank(text)) << text;
}

}  // namespace
}  // namespace callboard
