#include "cabinet_api.hpp"

#include <mutex>
#include <set>

#include "cabinet_fixture.hpp"
#include "callboard/testing/counting_metrics.hpp"
#include "callboard/testing/fake_rate_limiter.hpp"
#include "callboard/testing/fake_view.hpp"
#include "callboard/testing/request_builder.hpp"
#include "sql_answer_repository.hpp"

namespace key_cabinet {
namespace {

using callboard::testing::RequestBuilder;
using nlohmann::json;

class CabinetApiTest : public CabinetTest {
 protected:
  void SetUp() override {
    CabinetTest::SetUp();
    loans_.emplace(database(), loan_rows_, code_rows_, clock(), site_);
    requests_.emplace(database(), answer_rows_, clock());
    api_.emplace(*loans_, *requests_, limits_, view_, metrics_, Language::English);
  }

  static RequestBuilder post(const char* path, const std::string& body) {
    return RequestBuilder(Method::Post, path).body(body, "application/json");
  }
  Response issue(RequestBuilder builder) { return api_->issue_key(*builder.build(), cabinet(7)); }
  Response give_back(RequestBuilder builder) { return api_->return_key(*builder.build(), cabinet(7)); }
  Response issue(const std::string& body) { return issue(post("/issue_key", body)); }
  Response give_back(const std::string& body) { return give_back(post("/return_key", body)); }
  Response issue_once(const std::string& key, const std::string& body) {
    return issue(post("/issue_key", body).header("Idempotency-Key", key));
  }
  Response give_back_once(const std::string& key, const std::string& body) {
    return give_back(post("/return_key", body).header("Idempotency-Key", key));
  }

  static void expect(const Response& response, HttpStatus status, const std::string& body) {
    EXPECT_EQ(response.status(), status);
    EXPECT_EQ(response.body(), body);
    EXPECT_EQ(response.headers().get("Content-Type"), "application/json");
  }
  static void expect_bad_request(const Response& response) {
    EXPECT_EQ(response.status(), HttpStatus::BadRequest);
    const auto body = json::parse(response.body());
    EXPECT_EQ(body.size(), 1u) << body;
    EXPECT_TRUE(body.at("error").is_string() && !body.at("error").get<std::string>().empty()) << body;
  }

  callboard::testing::FakeRateLimiter limiter_{clock()};
  CodeLimits limits_{limiter_};
  callboard::testing::FakeView view_;
  callboard::testing::CountingMetrics metrics_;
  SqlAnswerRepository answer_rows_;
  std::optional<Loans> loans_;
  std::optional<IdempotentRequests> requests_;
  std::optional<CabinetApi> api_;
};

class IssueKeyReply : public CabinetApiTest {};
CALLBOARD_ON_BOTH_ENGINES(IssueKeyReply);
class ReturnKeyReply : public CabinetApiTest {};
CALLBOARD_ON_BOTH_ENGINES(ReturnKeyReply);
class IdempotencyKey : public CabinetApiTest {};
CALLBOARD_ON_BOTH_ENGINES(IdempotencyKey);

constexpr const char* kGood = R"({"serial": "12345ABC", "key": "101"})";

TEST_P(IssueKeyReply, IssuedHasAMessageAndAccess) {
  expect(issue(kGood), HttpStatus::Ok, R"({"access":true,"message":"The key is issued."})");
  EXPECT_EQ(keys_out(), 1);
}

TEST_P(IssueKeyReply, TakesAnIntegerForTheSameKey) {
  EXPECT_EQ(issue(R"({"serial": "12345ABC", "key": 101})").status(), HttpStatus::Ok);
  expect(issue(kGood), HttpStatus::BadRequest, R"({"error":"This key is out already."})");
}

TEST_P(IssueKeyReply, UnknownSerialIsNotFound) {
  expect(issue(R"({"serial": "NOBODY", "key": "101"})"), HttpStatus::NotFound,
         R"({"error":"No holder has this serial number."})");
}

TEST_P(IssueKeyReply, MissingAccessIsForbiddenWithAccessFalse) {
  expect(issue(R"({"serial": "67890DEF", "key": "102"})"), HttpStatus::Forbidden,
         R"({"access":false,"error":"The holder may not take this key."})");
}

TEST_P(IssueKeyReply, AKeyThatIsOutIsABadRequest) {
  issue(kGood);
  expect(issue(R"({"serial": "67890DEF", "key": "101"})"), HttpStatus::BadRequest,
         R"({"error":"This key is out already."})");
}

TEST_P(IssueKeyReply, IgnoresMembersThatItDoesNotKnow) {
  EXPECT_EQ(issue(R"({"serial": "12345ABC", "key": "101", "firmware": [1, {}]})").status(), HttpStatus::Ok);
}

TEST_P(IssueKeyReply, MalformedBodiesAreBadRequests) {
  const std::string too_long_serial = R"({"key": 101, "serial": ")" + std::string(51, 'x') + "\"}";
  const std::string too_long_key = R"({"serial": "12345ABC", "key": ")" + std::string(65, 'x') + "\"}";
  for (const std::string& body : {
           std::string(),
           std::string("{"),
           std::string("null"),
           std::string("[]"),
           std::string("17"),
           std::string("\"text\""),
           std::string("{}"),
           std::string(R"({"serial": "12345ABC"})"),
           std::string(R"({"key": "101"})"),
           std::string(R"({"serial": null, "key": "101"})"),
           std::string(R"({"serial": 12345, "key": "101"})"),
           std::string(R"({"serial": ["12345ABC"], "key": "101"})"),
           std::string(R"({"serial": true, "key": "101"})"),
           std::string(R"({"serial": "12345ABC", "key": true})"),
           std::string(R"({"serial": "12345ABC", "key": false})"),
           std::string(R"({"serial": "12345ABC", "key": null})"),
           std::string(R"({"serial": "12345ABC", "key": 101.0})"),
           std::string(R"({"serial": "12345ABC", "key": 1e2})"),
           std::string(R"({"serial": "12345ABC", "key": []})"),
           std::string(R"({"serial": "12345ABC", "key": {}})"),
           std::string(R"({"serial": "12345ABC", "key": 99999999999999999999999999})"),
           std::string(R"({"serial": "", "key": "101"})"),
           std::string(R"({"serial": "  \t", "key": "101"})"),
           std::string(R"({"serial": "12345ABC", "key": ""})"),
           std::string("{\"serial\": \"\u00A0\u2003\u3000\", \"key\": \"101\"}"),
           std::string(R"({"serial": "12345ABC", "key": "\u2028\u00a0"})"),
           std::string(R"({"serial": "12345\u0000ABC", "key": "101"})"),
           std::string(R"({"serial": "12345ABC", "key": "10\n1"})"),
           std::string(R"({"serial": "12345ABC\u0085x", "key": "101"})"),
           std::string(R"({"serial": "12345ABC", "key": "\u007f1"})"),
           std::string("{\"serial\": \"\xFF\xFE\", \"key\": \"101\"}"),
           std::string(R"({"serial": "12345ABC", "serial": "67890DEF", "key": "101"})"),
           std::string(R"({"serial": "12345ABC", "key": "101"} trailing)"),
           std::string(R"({'serial': '12345ABC', 'key': '101'})"),
           std::string(500, '[') + std::string(500, ']'),
           too_long_serial,
           too_long_key,
       }) {
    SCOPED_TRACE(body);
    expect_bad_request(issue(body));
    expect_bad_request(give_back(body));
  }
  EXPECT_EQ(keys_out(), 0);
  EXPECT_EQ(journal("1 = 1"), 0);
}

TEST_P(IssueKeyReply, OtherMediaTypesAreBadRequests) {
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "", "application/jsonp", "text/json"}) {
    SCOPED_TRACE(type);
    expect_bad_request(issue(RequestBuilder(Method::Post, "/issue_key").body(kGood, type)));
  }
  expect_bad_request(issue(RequestBuilder(Method::Post, "/issue_key")));
  EXPECT_EQ(keys_out(), 0);
}

TEST_P(IssueKeyReply, TheMediaTypeMayHaveParameters) {
  const char* type = "Application/JSON; charset=utf-8";
  EXPECT_EQ(issue(RequestBuilder(Method::Post, "/issue_key").body(kGood, type)).status(), HttpStatus::Ok);
}

TEST_P(IssueKeyReply, IsInTheCabinetsLanguage) {
  CabinetApi russian(*loans_, *requests_, limits_, view_, metrics_, Language::Russian);
  expect(russian.issue_key(*post("/issue_key", kGood).build(), cabinet(7)), HttpStatus::Ok,
         R"({"access":true,"message":"ru:The key is issued."})");
  const auto fault = russian.issue_key(*post("/issue_key", "{}").build(), cabinet(7));
  EXPECT_TRUE(json::parse(fault.body()).at("error").get<std::string>().starts_with("ru:")) << fault.body();
}

TEST_P(IssueKeyReply, IsCounted) {
  issue(kGood);
  issue(kGood);
  issue("{}");
  give_back(kGood);
  EXPECT_EQ(metrics_.value("callboard_keys_issued_total{result=\"ok\"}"), 1u);
  EXPECT_EQ(metrics_.value("callboard_keys_issued_total{result=\"refused\"}"), 2u);
  EXPECT_EQ(metrics_.value("callboard_keys_returned_total{result=\"ok\"}"), 1u);
}

TEST_P(ReturnKeyReply, ReturnedHasAMessageAndAccess) {
  issue(kGood);
  expect(give_back(R"({"serial": "12345ABC", "key": 101})"), HttpStatus::Ok,
         R"({"access":true,"message":"The key is returned."})");
  EXPECT_EQ(keys_out(), 0);
}

TEST_P(ReturnKeyReply, AKeyThatThisHolderDoesNotHaveIsABadRequestWithAccessFalse) {
  const std::string reply = R"({"access":false,"error":"This holder does not have this key."})";
  expect(give_back(kGood), HttpStatus::BadRequest, reply);
  expect(give_back(R"({"serial": "12345ABC", "key": "no such key"})"), HttpStatus::BadRequest, reply);
  issue(kGood);
  expect(give_back(R"({"serial": "67890DEF", "key": "101"})"), HttpStatus::BadRequest, reply);
}

TEST_P(ReturnKeyReply, UnknownSerialIsNotFound) {
  expect(give_back(R"({"serial": "NOBODY", "key": "101"})"), HttpStatus::NotFound,
         R"({"error":"No holder has this serial number."})");
}

TEST_P(IdempotencyKey, GivesARepeatTheSameReply) {
  const auto first = issue_once("k", kGood);
  const auto second = issue_once("k", kGood);
  expect(second, first.status(), first.body());
  EXPECT_EQ(first.status(), HttpStatus::Ok);
  EXPECT_EQ(metrics_.value("callboard_key_requests_repeated_total"), 1u);
  EXPECT_EQ(metrics_.value("callboard_keys_issued_total{result=\"ok\"}"), 1u);
}

TEST_P(IdempotencyKey, GivesARepeatTheSameRefusal) {
  issue(kGood);
  const auto first = issue_once("k", kGood);
  EXPECT_EQ(first.status(), HttpStatus::BadRequest);
  give_back(kGood);
  expect(issue_once("k", kGood), first.status(), first.body());
  EXPECT_EQ(keys_out(), 0);
}

TEST_P(IdempotencyKey, StoresTheRefusalOfAFaultyBodyToo) {
  const auto first = issue_once("k", "{}");
  EXPECT_EQ(first.status(), HttpStatus::BadRequest);
  expect(issue_once("k", "{}"), first.status(), first.body());
  EXPECT_EQ(issue_once("k", kGood).status(), HttpStatus::UnprocessableContent);
  EXPECT_EQ(keys_out(), 0);
}

TEST_P(IdempotencyKey, WithAnotherBodyIsUnprocessableAndHasNoEffect) {
  issue_once("k", kGood);
  expect(issue_once("k", R"({"serial": "12345ABC", "key": "102"})"), HttpStatus::UnprocessableContent,
         R"({"error":"This Idempotency-Key was used for another request."})");
  EXPECT_EQ(keys_out(), 1);
}

TEST_P(IdempotencyKey, AtTheOtherUrlIsUnprocessableAndHasNoEffect) {
  issue_once("k", kGood);
  EXPECT_EQ(give_back_once("k", kGood).status(), HttpStatus::UnprocessableContent);
  EXPECT_EQ(keys_out(), 1);
}

TEST_P(IdempotencyKey, MayHaveSixtyFourCharactersAndNoMore) {
  EXPECT_EQ(issue_once(std::string(64, 'k'), kGood).status(), HttpStatus::Ok);
  for (const std::string& bad : {std::string(65, 'k'), std::string(), std::string("a b"), std::string("\xD0\xBA"),
                                 std::string("a\tb"), std::string("a\x7F")}) {
    SCOPED_TRACE(bad);
    expect_bad_request(give_back_once(bad, kGood));
  }
  EXPECT_EQ(keys_out(), 1);
}

TEST_P(IdempotencyKey, IsScopedToTheCabinet) {
  issue_once("k", kGood);
  const auto request = post("/issue_key", kGood).header("Idempotency-Key", "k").build();
  EXPECT_EQ(api_->issue_key(*request, cabinet(8)).status(), HttpStatus::BadRequest);
}

TEST_P(IdempotencyKey, IsNotStoredForABodyThatBrokeOff) {
  const auto broken = std::make_shared<callboard::testing::TextBody>(kGood, 5, 10);
  const auto request =
      RequestBuilder(Method::Post, "/issue_key").chunked(broken, "application/json").header("Idempotency-Key", "k");
  expect_bad_request(issue(request));
  EXPECT_EQ(issue_once("k", kGood).status(), HttpStatus::Ok);
}

TEST_P(IdempotencyKey, GivesEightThatArriveAtOnceTheSameReply) {
  std::mutex mutex;
  std::set<std::string> bodies;
  on_threads(8, [&](int) {
    const auto response = issue_once("k", kGood);
    const std::lock_guard lock(mutex);
    bodies.insert(std::to_string(code_of(response.status())) + response.body());
  });
  EXPECT_EQ(bodies, std::set<std::string>{R"(200{"access":true,"message":"The key is issued."})"});
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans"), 1);
}

}  // namespace
}  // namespace key_cabinet
