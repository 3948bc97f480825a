#include <array>
#include <map>
#include <random>
#include <set>

#include "cabinet_fixture.hpp"

namespace key_cabinet {
namespace {

class ConcurrentLoans : public CabinetTest {};
CALLBOARD_ON_BOTH_ENGINES(ConcurrentLoans);

// All through one Loans, as in a worker: where those that come together are decided together, they are.
TEST_P(ConcurrentLoans, GiveOneKeyToOneOfFortyThatAskAtOnce) {
  auto worker = loans();
  std::atomic<int> issued = 0, out_already = 0;
  on_threads(40, [&](int i) {
    const auto outcome = worker.issue(cabinet(), {i % 2 == 0 ? "12345ABC" : "67890DEF", "101"});
    if (outcome == Issue::Issued) ++issued;
    if (outcome == Issue::AlreadyOut) ++out_already;
  });
  EXPECT_EQ(issued, 1);
  EXPECT_EQ(out_already, 39);
  EXPECT_EQ(keys_out(), 1);
  EXPECT_EQ(journal("type = 'issue_refused'"), 39);
}

TEST_P(ConcurrentLoans, TakeOneReturnOfAKeyThatComesBackManyTimesAtOnce) {
  auto worker = loans();
  worker.issue(cabinet(), {"12345ABC", "101"});
  std::atomic<int> returned = 0;
  on_threads(20, [&](int) {
    if (worker.give_back(cabinet(), {"12345ABC", "101"}) == Return::Returned) ++returned;
  });
  EXPECT_EQ(returned, 1);
  EXPECT_EQ(keys_out(), 0);
}

// Each thread has its own holder; all fight for the same keys. A key that a thread was given is its own until
// it brings it back, so two that have it at once would be seen here.
TEST_P(ConcurrentLoans, NeverPutAKeyIntoTwoHands) {
  // Two workers, with half of the threads each.
  std::array<std::optional<Loans>, 2> workers;
  for (auto& worker : workers) worker.emplace(database(), loan_rows_, code_rows_, clock(), site_);
  constexpr int kThreads = 8, kRounds = 60, kKeys = 3;
  const std::vector<std::string> labels{"K1", "K2", "K3"};
  for (int t = 0; t < kThreads; ++t) add_holder("holder " + std::to_string(t), labels);
  std::array<std::atomic<int>, kKeys> hands{};
  std::atomic<int> issued = 0, doubly = 0, lost = 0;
  on_threads(kThreads, [&](int t) {
    std::minstd_rand random(static_cast<unsigned>(t) + 1);
    const auto serial = "holder " + std::to_string(t);
    auto& worker = *workers[static_cast<std::size_t>(t) % 2];
    for (int i = 0; i < kRounds; ++i) {
      const auto key = random() % kKeys;
      if (worker.issue(cabinet(), {serial, labels[key]}) != Issue::Issued) continue;
      ++issued;
      if (hands[key]++ != 0) ++doubly;
      --hands[key];
      if (worker.give_back(cabinet(), {serial, labels[key]}) != Return::Returned) ++lost;
    }
  });
  EXPECT_EQ(doubly, 0);
  EXPECT_EQ(lost, 0);
  EXPECT_GT(issued, 0);
  EXPECT_EQ(journal("type = 'issued'"), issued);
  EXPECT_EQ(journal("type = 'returned'"), issued);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans"), issued);
}

// Of each thread its own keys, and none is refused: what is taken together goes out together, and each is told of its
// own.
TEST_P(ConcurrentLoans, ServeAllWhoAskForWhatTheyMayTake) {
  constexpr int kThreads = 16, kRounds = 30;
  auto worker = loans();
  for (int t = 0; t < kThreads; ++t) {
    const auto n = std::to_string(t);
    add_holder("holder " + n, {"key " + n});
  }
  std::atomic<int> refused = 0, granted_to_strangers = 0;
  on_threads(kThreads, [&](int t) {
    const auto serial = "holder " + std::to_string(t), label = "key " + std::to_string(t);
    const auto stranger = "holder " + std::to_string((t + 1) % kThreads);
    for (int i = 0; i < kRounds; ++i) {
      if (worker.issue(cabinet(t), {serial, label}) != Issue::Issued) ++refused;
      if (i % 5 == 0 && worker.give_back(cabinet(t), {stranger, label}) != Return::NotHeld) ++granted_to_strangers;
      if (worker.give_back(cabinet(t), {serial, label}) != Return::Returned) ++refused;
    }
  });
  EXPECT_EQ(refused, 0);
  EXPECT_EQ(granted_to_strangers, 0);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans WHERE open_key IS NULL"), kThreads * kRounds);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans l JOIN key_cabinet_holders h ON h.id = l.holder_id"
                   " WHERE h.serial = 'holder 3' AND l.taken_cabinet_id = 3 AND l.returned_cabinet_id = 3"),
            kRounds);
}

// What the rules say, without a database.
class LoanModel {
 public:
  Issue issue(const std::string& serial, const std::string& key) {
    if (!access_.contains(serial)) return Issue::UnknownSerial;
    if (!access_.at(serial).contains(key)) return Issue::NoAccess;
    return out_.try_emplace(key, serial).second ? Issue::Issued : Issue::AlreadyOut;
  }
  Return give_back(const std::string& serial, const std::string& key) {
    if (!access_.contains(serial)) return Return::UnknownSerial;
    const auto found = out_.find(key);
    if (found == out_.end() || found->second != serial) return Return::NotHeld;
    out_.erase(found);
    return Return::Returned;
  }
  std::size_t keys_out() const { return out_.size(); }

 private:
  std::map<std::string, std::set<std::string>> access_{{"12345ABC", {"101", "102"}}, {"67890DEF", {"101"}}};
  std::map<std::string, std::string> out_;  // key to serial
};

TEST_P(ConcurrentLoans, DecideAsTheModelDoesOverThousandsOfRandomSteps) {
  const std::vector<std::string> serials{"12345ABC", "67890DEF", "NOBODY"}, keys{"101", "102", "103", "none"};
  LoanModel model;
  auto real = loans();
  std::mt19937 random(20261121);
  for (int step = 0; step < 2500; ++step) {
    const auto& serial = serials[random() % serials.size()];
    const auto& key = keys[random() % keys.size()];
    if (random() % 2 == 0) {
      ASSERT_EQ(real.issue(cabinet(), {serial, key}), model.issue(serial, key)) << step << serial << key;
    } else {
      ASSERT_EQ(real.give_back(cabinet(), {serial, key}), model.give_back(serial, key)) << step << serial << key;
    }
  }
  EXPECT_EQ(keys_out(), static_cast<long long>(model.keys_out()));
  EXPECT_EQ(journal("1 = 1"), 2500);
}

}  // namespace
}  // namespace key_cabinet
