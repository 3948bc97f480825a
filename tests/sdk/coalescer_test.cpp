#include "callboard/coalescer.hpp"

#include <atomic>
#include <future>
#include <numeric>
#include <thread>

#include <gtest/gtest.h>

namespace callboard {
namespace {

using Doubler = Coalescer<int, int>;
using Calls = std::span<Doubler::Call* const>;

// Batches that wait until the test opens the gate, and answer every number by its double.
class Coalescing : public ::testing::Test {
 protected:
  void open() { gate_.set_value(); }

  void work(Calls batch) {
    {
      const std::lock_guard lock(mutex_);
      sizes_.push_back(batch.size());
      most_at_work_ = std::max(most_at_work_, ++at_work_);
    }
    opened_.wait();
    for (auto* call : batch) call->answer(2 * call->request());
    const std::lock_guard lock(mutex_);
    --at_work_;
  }
  Doubler::Work as_work() {
    return [this](Calls batch) { work(batch); };
  }

  // Calls on a thread of its own; returns when that one waits or leads.
  void call(Doubler& doubler, int number) {
    const auto before = under_way(doubler);
    callers_.emplace_back([this, &doubler, number] { run(doubler, number); });
    while (under_way(doubler) == before) std::this_thread::yield();
  }
  void run(Doubler& doubler, int number) {
    try {
      if (doubler.run(number) == 2 * number) ++right_;
    } catch (const std::runtime_error&) {
      ++failed_;
    }
  }
  std::size_t under_way(Doubler& doubler) {
    const std::lock_guard lock(mutex_);
    return doubler.waiting() + at_work_;
  }
  void call_many(Doubler& doubler, int count) {
    for (int i = 0; i < count; ++i) call(doubler, i);
  }
  void wait_for_all() { callers_.clear(); }

  std::promise<void> gate_;
  std::shared_future<void> opened_{gate_.get_future()};
  std::mutex mutex_;
  std::vector<std::size_t> sizes_;
  std::size_t at_work_ = 0, most_at_work_ = 0;
  std::atomic<int> right_ = 0, failed_ = 0;
  std::vector<std::jthread> callers_;
};

TEST_F(Coalescing, ServesALoneCallerAtOnceAndAlone) {
  open();
  Doubler doubler(as_work());
  EXPECT_EQ(doubler.run(21), 42);
  EXPECT_EQ(doubler.run(4), 8);
  EXPECT_EQ(sizes_, (std::vector<std::size_t>{1, 1}));
}

TEST_F(Coalescing, TakesAllThatWaitedIntoTheNextBatch) {
  Doubler doubler(as_work());
  call_many(doubler, 8);
  open();
  wait_for_all();
  EXPECT_EQ(sizes_, (std::vector<std::size_t>{1, 7}));
  EXPECT_EQ(right_, 8);
}

TEST_F(Coalescing, PutsNoMoreIntoABatchThanItMay) {
  Doubler doubler(as_work(), 3);
  call_many(doubler, 8);
  open();
  wait_for_all();
  EXPECT_EQ(sizes_, (std::vector<std::size_t>{1, 3, 3, 1}));
  EXPECT_EQ(right_, 8);
}

TEST_F(Coalescing, HasNoMoreBatchesAtATimeThanItMay) {
  Doubler doubler(as_work(), 4, 2);
  call_many(doubler, 12);
  open();
  wait_for_all();
  EXPECT_EQ(most_at_work_, 2u);
  EXPECT_EQ(std::accumulate(sizes_.begin(), sizes_.end(), std::size_t{0}), 12u);
  EXPECT_EQ(right_, 12);
}

TEST_F(Coalescing, ThrowsWhatTheWorkThrowsInEachOfTheBatch) {
  Doubler doubler([this](Calls batch) {
    work(batch);
    if (batch.size() > 1) throw std::runtime_error("all of them");
  });
  call_many(doubler, 5);
  open();
  wait_for_all();
  EXPECT_EQ(right_, 1);
  EXPECT_EQ(failed_, 4);
  EXPECT_EQ(doubler.run(3), 6);
}

TEST_F(Coalescing, FailsOneAndAnswersTheOthers) {
  Doubler doubler([this](Calls batch) {
    work(batch);
    for (auto* call : batch) {
      if (call->request() == 3) call->fail(std::make_exception_ptr(std::runtime_error("this one")));
    }
  });
  call_many(doubler, 5);
  open();
  wait_for_all();
  EXPECT_EQ(right_, 4);
  EXPECT_EQ(failed_, 1);
}

TEST_F(Coalescing, NoticesACallThatWasLeftWithoutAnAnswer) {
  Doubler doubler([](Calls) {});
  EXPECT_THROW(doubler.run(1), std::logic_error);
}

// Nobody waits for ever, and nobody is given another's answer, whoever comes, leads and leaves at the same time.
TEST_F(Coalescing, LosesNobodyAmongManyThatComeAndGo) {
  open();
  constexpr int kThreads = 16, kRounds = 150;
  for (const unsigned at_once : {1u, 3u}) {
    Doubler doubler(as_work(), 5, at_once);
    for (int t = 0; t < kThreads; ++t) {
      callers_.emplace_back([&, t] {
        for (int i = 0; i < kRounds; ++i) run(doubler, t * kRounds + i);
      });
    }
    wait_for_all();
  }
  EXPECT_EQ(right_, 2 * kThreads * kRounds);
}

}  // namespace
}  // namespace callboard
