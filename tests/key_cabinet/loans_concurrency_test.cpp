#include <array>
#include <map>
#include <random>
#include <set>

#include "cabinet_fixture.hpp"

namespace key_cabinet {
namespace {

class ConcurrentLoans : public CabinetTest {};
CALLBOARD_ON_BOTH_ENGINES(ConcurrentLoans);

TEST_P(ConcurrentLoans, GiveOneKeyToOneOfFortyThatAskAtOnce) {
  std::atomic<int> issued = 0, out_already = 0;
  on_threads(40, [&](int i) {
    const auto outcome = loans().issue(cabinet(), {i % 2 == 0 ? "12345ABC" : "67890DEF", "101"});
    if (outcome == Issue::Issued) ++issued;
    if (outcome == Issue::AlreadyOut) ++out_already;
  });
  EXPECT_EQ(issued, 1);
  EXPECT_EQ(out_already, 39);
  EXPECT_EQ(keys_out(), 1);
  EXPECT_EQ(journal("type = 'issue_refused'"), 39);
}

TEST_P(ConcurrentLoans, TakeOneReturnOfAKeyThatComesBackManyTimesAtOnce) {
  loans().issue(cabinet(), {"12345ABC", "101"});
  std::atomic<int> returned = 0;
  on_threads(20, [&](int) {
    if (loans().give_back(cabinet(), {"12345ABC", "101"}) == Return::Returned) ++returned;
  });
  EXPECT_EQ(returned, 1);
  EXPECT_EQ(keys_out(), 0);
}

// Each thread has its own holder; all fight for the same keys. A key that a thread was given is its own until
// it brings it back, so two that have it at once would be seen here.
TEST_P(ConcurrentLoans, NeverPutAKeyIntoTwoHands) {
  constexpr int kThreads = 8, kRounds = 60, kKeys = 3;
  const std::vector<std::string> labels{"K1", "K2", "K3"};
  for (int t = 0; t < kThreads; ++t) add_holder("holder " + std::to_string(t), labels);
  std::array<std::atomic<int>, kKeys> hands{};
  std::atomic<int> issued = 0, doubly = 0, lost = 0;
  on_threads(kThreads, [&](int t) {
    std::minstd_rand random(static_cast<unsigned>(t) + 1);
    const auto serial = "holder " + std::to_string(t);
    for (int i = 0; i < kRounds; ++i) {
      const auto key = random() % kKeys;
      if (loans().issue(cabinet(), {serial, labels[key]}) != Issue::Issued) continue;
      ++issued;
      if (hands[key]++ != 0) ++doubly;
      --hands[key];
      if (loans().give_back(cabinet(), {serial, labels[key]}) != Return::Returned) ++lost;
    }
  });
  EXPECT_EQ(doubly, 0);
  EXPECT_EQ(lost, 0);
  EXPECT_GT(issued, 0);
  EXPECT_EQ(journal("type = 'issued'"), issued);
  EXPECT_EQ(journal("type = 'returned'"), issued);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_loans"), issued);
}

// What the rules say, without a database.
class Model {
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
  Model model;
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
