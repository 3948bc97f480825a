// Pickup codes: how they are given, and what they open.
#include "pickup_codes.hpp"

#include <set>

#include "cabinet_api.hpp"
#include "callboard/testing/counting_metrics.hpp"
#include "callboard/testing/fake_rate_limiter.hpp"
#include "callboard/testing/fake_view.hpp"
#include "callboard/testing/request_builder.hpp"
#include "code_page.hpp"
#include "rules_fixture.hpp"
#include "sql_answer_repository.hpp"

namespace key_cabinet {
namespace {

using callboard::testing::RequestBuilder;
using nlohmann::json;

class PickupCode : public RulesTest {
 protected:
  void SetUp() override {
    RulesTest::SetUp();
    set_holder("12345ABC", "user_id = 5");
  }
  PickupCodes codes() { return {database(), code_rows_, clock(), limiter_, std::chrono::minutes(5)}; }
  static Visitor person(std::int64_t id) {
    Visitor visitor;
    visitor.kind = Visitor::Kind::Person;
    visitor.user = UserId{id};
    return visitor;
  }
  std::string code_of(std::int64_t user) { return codes().give(person(user)).code; }
  Issue take_by(const std::string& code, const std::string& label, std::int64_t at = 7) {
    return loans().issue(cabinet(at), {"", label, code});
  }
  // A code that nobody has.
  std::string wrong() {
    return number("SELECT COUNT(*) FROM key_cabinet_codes WHERE code = '0000'") == 0 ? "0000" : "0001";
  }

  callboard::testing::FakeRateLimiter limiter_{clock()};
};
CALLBOARD_ON_BOTH_ENGINES(PickupCode);

TEST_P(PickupCode, HasFourDigitsWithLeadingZeros) {
  std::set<std::string> first_digits;
  for (int i = 0; i < 200; ++i) {
    const auto given = codes().give(person(5));
    ASSERT_EQ(given.code.size(), 4u);
    EXPECT_EQ(given.code.find_first_not_of("0123456789"), std::string::npos) << given.code;
    first_digits.insert(given.code.substr(0, 1));
  }
  EXPECT_EQ(first_digits.size(), 10u);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_codes"), 1);
}

TEST_P(PickupCode, TellsWhetherItOpensAnything) {
  EXPECT_TRUE(codes().give(person(5)).is_holder);
  EXPECT_FALSE(codes().give(person(6)).is_holder);
}

TEST_P(PickupCode, OpensWhatItsHolderMayOpenOnce) {
  const auto code = code_of(5);
  EXPECT_EQ(take_by(code, "103"), Issue::NoAccess);
  EXPECT_EQ(take_by(code, "101"), Issue::Issued);
  EXPECT_EQ(take_by(code, "102"), Issue::UnknownCode);
  EXPECT_EQ(
      number("SELECT COUNT(*) FROM key_cabinet_loans WHERE taken_how = 'code' AND holder_id = " + holder("12345ABC")),
      1);
}

TEST_P(PickupCode, OpensNothingForAHolderWhoIsBlocked) {
  set_holder("12345ABC", "blocked = 1");
  EXPECT_EQ(take_by(code_of(5), "101"), Issue::Blocked);
}

TEST_P(PickupCode, OpensNothingWhereNoHolderIsLinked) {
  EXPECT_EQ(take_by(code_of(6), "101"), Issue::CodeWithoutHolder);
  EXPECT_EQ(keys_out(), 0);
}

TEST_P(PickupCode, BringsAKeyBackOnce) {
  take("12345ABC", "101");
  take("12345ABC", "102");
  const auto code = code_of(5);
  EXPECT_EQ(loans().give_back(cabinet(), {"", "103", code}), Return::NotHeld);
  EXPECT_EQ(loans().give_back(cabinet(), {"", "101", code}), Return::Returned);
  EXPECT_EQ(loans().give_back(cabinet(), {"", "102", code}), Return::UnknownCode);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans WHERE returned_how = 'code'"), 1);
}

TEST_P(PickupCode, EndsWithItsTime) {
  const auto code = code_of(5);
  clock().advance(std::chrono::minutes(5));
  EXPECT_EQ(take_by(code, "101"), Issue::UnknownCode);
  EXPECT_EQ(codes().forget_expired(), 1);
}

TEST_P(PickupCode, EndsWhereANewOneIsGiven) {
  const auto old = code_of(5);
  auto fresh = code_of(5);
  while (fresh == old) fresh = code_of(5);
  EXPECT_EQ(take_by(old, "101"), Issue::UnknownCode);
  EXPECT_EQ(take_by(fresh, "101"), Issue::Issued);
}

TEST_P(PickupCode, IsNeverTheSameForTwoPeople) {
  std::set<std::string> all;
  database().transact([&](Transaction& tx) {
    for (int user = 100; user < 600; ++user) {
      const auto code = std::to_string(1000 + user % 250);
      if (code_rows_.put(tx, UserId{user}, code, clock().now(), clock().now() + std::chrono::minutes(5))) {
        EXPECT_TRUE(all.insert(code).second) << code;
      }
    }
  });
  EXPECT_EQ(all.size(), 250u);
}

TEST_P(PickupCode, TakesTheDigitsOfOneThatHasExpired) {
  const auto put = [&](std::int64_t user) {
    return database().transact([&](Transaction& tx) {
      return code_rows_.put(tx, UserId{user}, "0427", clock().now(), clock().now() + std::chrono::minutes(5));
    });
  };
  EXPECT_TRUE(put(5));
  EXPECT_FALSE(put(6));
  clock().advance(std::chrono::minutes(5));
  EXPECT_TRUE(put(6));
}

TEST_P(PickupCode, OpensOneKeyWhereManyCabinetsAreGivenItAtOnce) {
  std::vector<std::string> labels;
  for (int i = 0; i < 16; ++i) labels.push_back("K" + std::to_string(i));
  add_holder("MANY", labels);
  set_holder("MANY", "user_id = 8");
  const auto code = code_of(8);
  std::atomic<int> issued = 0, unknown = 0;
  on_threads(16, [&](int i) {
    const auto outcome = take_by(code, labels[static_cast<std::size_t>(i)], i + 1);
    if (outcome == Issue::Issued) ++issued;
    if (outcome == Issue::UnknownCode) ++unknown;
  });
  EXPECT_EQ(issued, 1);
  EXPECT_EQ(unknown, 15);
  EXPECT_EQ(keys_out(), 1);
}

TEST_P(PickupCode, OfOnePersonIsOneHoweverManyAreAskedForAtOnce) {
  on_threads(12, [&](int) { codes().give(person(5)); });
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_codes WHERE user_id = 5"), 1);
}

class PickupCodeReply : public PickupCode {
 protected:
  Response issue(const json& body, std::int64_t at = 7, const std::string& once = "") {
    RequestBuilder builder(Method::Post, "/issue_key");
    builder.json(body);
    if (!once.empty()) builder.header("Idempotency-Key", once);
    return api_->issue_key(*builder.build(), cabinet(at));
  }
  void SetUp() override {
    PickupCode::SetUp();
    loans_.emplace(database(), loan_rows_, code_rows_, clock(), site_);
    requests_.emplace(database(), answer_rows_, clock());
    api_.emplace(*loans_, *requests_, limits_, view_, metrics_, Language::English);
  }

  SqlAnswerRepository answer_rows_;
  callboard::testing::FakeView view_;
  callboard::testing::CountingMetrics metrics_;
  CodeLimits limits_{limiter_};
  std::optional<Loans> loans_;
  std::optional<IdempotentRequests> requests_;
  std::optional<CabinetApi> api_;
};
CALLBOARD_ON_BOTH_ENGINES(PickupCodeReply);

TEST_P(PickupCodeReply, IsAsForASerial) {
  EXPECT_EQ(issue({{"code", code_of(5)}, {"key", 101}}).body(), R"({"access":true,"message":"The key is issued."})");
  const auto unknown = issue({{"code", wrong()}, {"key", 101}});
  EXPECT_EQ(unknown.status(), HttpStatus::NotFound);
  EXPECT_EQ(unknown.body(), R"({"error":"This code does not hold."})");
}

TEST_P(PickupCodeReply, WantsFourDigitsAndNoSerialBeside) {
  for (const auto& body :
       {json{{"code", "427"}, {"key", "101"}}, json{{"code", "04271"}, {"key", "101"}},
        json{{"code", 1427}, {"key", "101"}}, json{{"code", "12a4"}, {"key", "101"}}, json{{"code", "0427"}},
        json{{"key", "101"}}, json{{"code", "0427"}, {"serial", "12345ABC"}, {"key", "101"}}}) {
    EXPECT_EQ(issue(body).status(), HttpStatus::BadRequest) << body;
  }
}

TEST_P(PickupCodeReply, BoundsGuessingAtACabinet) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(issue({{"code", wrong()}, {"key", "101"}}).status(), HttpStatus::NotFound);
  const auto code = code_of(5);
  const auto refused = issue({{"code", code}, {"key", "101"}}, 7, "once");
  EXPECT_EQ(refused.status(), HttpStatus::TooManyRequests);
  EXPECT_EQ(refused.headers().get("Retry-After"), "60");
  EXPECT_EQ(json::parse(refused.body()).size(), 1u);
  EXPECT_EQ(issue({{"serial", "12345ABC"}, {"key", "102"}}).status(), HttpStatus::Ok);
  EXPECT_EQ(issue({{"code", code}, {"key", "101"}}, 8).status(), HttpStatus::Ok);
  clock().advance(std::chrono::minutes(1));
  const auto fresh = code_of(5);
  EXPECT_EQ(issue({{"code", fresh}, {"key", "103"}}, 7, "once").status(), HttpStatus::Forbidden);
  EXPECT_EQ(metrics_.value("callboard_key_codes_wrong_total"), 10u);
}

TEST_P(PickupCodeReply, BoundsGuessingOverAllCabinets) {
  int wrong_ones = 0, at = 1;
  for (; at <= 10; ++at) {
    for (int i = 0; i < 10; ++i) {
      if (issue({{"code", wrong()}, {"key", "101"}}, at).status() == HttpStatus::NotFound) ++wrong_ones;
    }
  }
  EXPECT_EQ(wrong_ones, 50);
}

TEST_P(PickupCodeReply, OfARepeatIsTheFirstOne) {
  const auto code = code_of(5);
  const json body{{"code", code}, {"key", "101"}};
  EXPECT_EQ(issue(body, 7, "once").status(), HttpStatus::Ok);
  EXPECT_EQ(issue(body, 7, "once").status(), HttpStatus::Ok);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans"), 1);
  EXPECT_EQ(metrics_.value("callboard_key_codes_wrong_total"), 0u);
}

TEST_P(PickupCodeReply, OfThePageIsKeptByNoCache) {
  auto own = codes();
  CodePage page(own, view_);
  const auto html = page.fresh_code(*RequestBuilder(Method::Get, "/generate_code").build(), person(5));
  EXPECT_EQ(html.headers().get("Cache-Control"), "no-store");
  EXPECT_EQ(html.page().value().data.at("opens_nothing"), false);
  const auto program = page.fresh_code(
      *RequestBuilder(Method::Get, "/generate_code").header("Accept", "application/json").build(), person(5));
  const auto body = json::parse(program.body());
  EXPECT_EQ(body.at("expires_at"), "2026-11-21T08:05:00Z");
  EXPECT_EQ(body.at("code").get<std::string>().size(), 4u);
}

}  // namespace
}  // namespace key_cabinet
