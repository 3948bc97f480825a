#include "idempotent_requests.hpp"

#include "cabinet_fixture.hpp"
#include "sql_answer_repository.hpp"

namespace key_cabinet {
namespace {

using Kind = IdempotentRequests::Kind;

class IdempotentRequest : public CabinetTest {
 protected:
  IdempotentRequests requests() { return {database(), answer_rows_, clock()}; }

  // Issues 101 to 12345ABC, and answers with what came of it.
  IdempotentRequests::Work issue() {
    return [this](Transaction& tx) {
      ++runs_;
      const auto outcome = loans().issue(tx, cabinet(), {"12345ABC", "101"});
      return outcome == Issue::Issued ? Answer{200, "issued"} : Answer{400, "refused"};
    };
  }
  long long answers() { return number("SELECT COUNT(*) FROM key_cabinet_answers"); }

  SqlAnswerRepository answer_rows_;
  std::atomic<int> runs_ = 0;
};
CALLBOARD_ON_BOTH_ENGINES(IdempotentRequest);

const RequestIdentity kRequest{CabinetId{7}, "key-1", "body"};

TEST_P(IdempotentRequest, HasItsEffectAndItsAnswer) {
  const auto result = requests().once(kRequest, issue());
  EXPECT_EQ(result.kind, Kind::First);
  EXPECT_EQ(result.answer.status, 200);
  EXPECT_EQ(keys_out(), 1);
}

TEST_P(IdempotentRequest, GivesARepeatTheFirstAnswer) {
  requests().once(kRequest, issue());
  const auto repeat = requests().once(kRequest, issue());
  EXPECT_EQ(repeat.kind, Kind::Repeat);
  EXPECT_EQ(repeat.answer.status, 200);
  EXPECT_EQ(repeat.answer.body, "issued");
}

TEST_P(IdempotentRequest, DoesNotTakeEffectAgainWhenItIsLate) {
  requests().once(kRequest, issue());
  loans().give_back(cabinet(), {"12345ABC", "101"});
  EXPECT_EQ(requests().once(kRequest, issue()).answer.status, 200);
  EXPECT_EQ(keys_out(), 0);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans"), 1);
}

TEST_P(IdempotentRequest, RepeatsARefusalEvenWhereItWouldHoldNow) {
  loans().issue(cabinet(), {"67890DEF", "101"});
  EXPECT_EQ(requests().once(kRequest, issue()).answer.status, 400);
  loans().give_back(cabinet(), {"67890DEF", "101"});
  const auto repeat = requests().once(kRequest, issue());
  EXPECT_EQ(repeat.kind, Kind::Repeat);
  EXPECT_EQ(repeat.answer.body, "refused");
  EXPECT_EQ(keys_out(), 0);
  EXPECT_EQ(journal("type = 'issue_refused'"), 1);
}

TEST_P(IdempotentRequest, WithAnotherBodyIsAnotherRequestAndHasNoEffect) {
  requests().once(kRequest, issue());
  loans().give_back(cabinet(), {"12345ABC", "101"});
  EXPECT_EQ(requests().once({kRequest.cabinet, kRequest.idempotency_key, "other"}, issue()).kind, Kind::OtherRequest);
  EXPECT_EQ(keys_out(), 0);
}

TEST_P(IdempotentRequest, IsKnownToItsOwnCabinetAlone) {
  requests().once(kRequest, issue());
  EXPECT_EQ(requests().once({CabinetId{8}, "key-1", "body"}, issue()).kind, Kind::First);
  EXPECT_EQ(requests().once({CabinetId{7}, "KEY-1", "body"}, issue()).kind, Kind::First);
}

TEST_P(IdempotentRequest, ThatFailedIsNotStoredAndHadNoEffect) {
  EXPECT_THROW(requests().once(kRequest,
                               [&](Transaction& tx) -> Answer {
                                 issue()(tx);
                                 throw std::runtime_error("a fault");
                               }),
               std::runtime_error);
  EXPECT_EQ(keys_out(), 0);
  EXPECT_EQ(answers(), 0);
  EXPECT_EQ(requests().once(kRequest, issue()).kind, Kind::First);
}

TEST_P(IdempotentRequest, HasOneEffectWhenItArrivesEightTimesAtOnce) {
  for (int round = 0; round < 10; ++round) {
    const RequestIdentity request{CabinetId{7}, "round " + std::to_string(round), "body"};
    std::atomic<int> first = 0, repeats = 0, issued = 0;
    on_threads(8, [&](int) {
      const auto result = requests().once(request, issue());
      ++(result.kind == Kind::First ? first : repeats);
      if (result.answer.body == "issued") ++issued;
    });
    ASSERT_EQ(first, 1);
    ASSERT_EQ(repeats, 7);
    ASSERT_EQ(issued, 8);
    ASSERT_EQ(loans().give_back(cabinet(), {"12345ABC", "101"}), Return::Returned);
  }
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans"), 10);
  EXPECT_EQ(journal("type = 'issue_refused'"), 0);
}

// The first one is held inside its transaction until the second has had every chance to overtake it.
TEST_P(IdempotentRequest, WaitsForTheFirstOneThatStillRuns) {
  std::atomic<bool> first_runs = false, second_done = false;
  std::jthread first([&] {
    requests().once(kRequest, [&](Transaction& tx) {
      auto answer = issue()(tx);
      first_runs = true;
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      EXPECT_FALSE(second_done);
      return answer;
    });
  });
  while (!first_runs) std::this_thread::yield();
  const auto second = requests().once(kRequest, issue());
  second_done = true;
  EXPECT_EQ(second.kind, Kind::Repeat);
  EXPECT_EQ(second.answer.body, "issued");
}

TEST_P(IdempotentRequest, IsForgottenAfterThirtyDaysAndNotBefore) {
  requests().once(kRequest, issue());
  clock().advance(std::chrono::hours(24 * 30));
  EXPECT_EQ(requests().forget_old(), 0);
  clock().advance(std::chrono::seconds(1));
  EXPECT_EQ(requests().forget_old(), 1);
  EXPECT_EQ(answers(), 0);
}

TEST_P(IdempotentRequest, IsForgottenInBatches) {
  database().transact([&](Transaction& tx) {
    for (int i = 0; i < 2345; ++i) {
      answer_rows_.add(tx, {CabinetId{1}, std::to_string(i), "f"}, {200, "{}"}, clock().now());
    }
  });
  clock().advance(std::chrono::hours(24 * 31));
  requests().once(kRequest, issue());
  EXPECT_EQ(requests().forget_old(), 2345);
  EXPECT_EQ(answers(), 1);
}

}  // namespace
}  // namespace key_cabinet
