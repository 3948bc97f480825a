#include "fcgi/turns.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

namespace callboard::host {
namespace {

using std::chrono::milliseconds;

// A thread that takes a turn and then does what it is told, step by step.
class Taker {
 public:
  explicit Taker(Turns& turns) : thread_([this, &turns] { run(turns); }) {}
  ~Taker() { thread_.join(); }

  bool has_it_within(milliseconds limit) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [this] { return has_it_; });
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    leave_ = true;
    changed_.notify_all();
  }

 private:
  void run(Turns& turns) {
    Turns::Holder holder(turns);
    holder.take();
    std::unique_lock lock(mutex_);
    has_it_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return leave_; });
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool has_it_ = false;
  bool leave_ = false;
  std::thread thread_;
};

constexpr milliseconds kSoon{5000};
constexpr milliseconds kNever{50};

TEST(Turns, AreOnlySoMany) {
  Turns turns(1);
  Turns::Holder first(turns);
  first.take();
  Taker second(turns);
  EXPECT_FALSE(second.has_it_within(kNever));
  first.give_up();
  EXPECT_TRUE(second.has_it_within(kSoon));
  second.leave();
}

TEST(Turns, AreGivenUpByWhoeverIsAboutToWait) {
  Turns turns(1);
  Turns::Holder first(turns);
  first.take();
  first.begin_request();
  Taker second(turns);
  give_up_turn();
  EXPECT_TRUE(second.has_it_within(kSoon));
  second.leave();
}

TEST(Turns, AreGivenBackOnceHoweverOftenTheyAreGivenUp) {
  Turns turns(1);
  Turns::Holder first(turns);
  first.take();
  give_up_turn();
  give_up_turn();
  Taker second(turns);
  EXPECT_TRUE(second.has_it_within(kSoon));
  Taker third(turns);
  EXPECT_FALSE(third.has_it_within(kNever));
  second.leave();
  EXPECT_TRUE(third.has_it_within(kSoon));
  third.leave();
}

TEST(Turns, AreAddedWhileAllAreStuckInRequestsAndTakenAwayAfterwards) {
  Turns turns(1);
  Turns::Holder stuck(turns);
  stuck.take();
  stuck.begin_request();
  turns.relieve();  // has seen the request begin
  Taker relief(turns);
  turns.relieve();
  EXPECT_TRUE(relief.has_it_within(kSoon));
  relief.leave();

  stuck.end_request();
  stuck.take();  // gives the surplus turn up and takes the one that came back
  Taker second(turns);
  EXPECT_FALSE(second.has_it_within(kNever));
  stuck.give_up();
  EXPECT_TRUE(second.has_it_within(kSoon));
  second.leave();
}

TEST(Turns, AreNotAddedWhileSomebodyWaitsForARequest) {
  Turns turns(1);
  Turns::Holder idle(turns);
  idle.take();
  turns.relieve();
  turns.relieve();
  Taker second(turns);
  EXPECT_FALSE(second.has_it_within(kNever));
  idle.give_up();
  EXPECT_TRUE(second.has_it_within(kSoon));
  second.leave();
}

TEST(GivingUpATurn, DoesNothingOutsideOfARequest) { give_up_turn(); }

}  // namespace
}  // namespace callboard::host
