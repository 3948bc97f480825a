#include "jobs/job_runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "jobs/sql_job_leases.hpp"
#include "test_database.hpp"

namespace callboard::host {
namespace {

using namespace std::chrono_literals;

constexpr JobRunnerOptions kQuick{.lease = 60s, .tick = 10ms};

bool eventually(const std::function<bool()>& holds, std::chrono::milliseconds bound = 10s) {
  const auto end = std::chrono::steady_clock::now() + bound;
  while (std::chrono::steady_clock::now() < end) {
    if (holds()) return true;
    std::this_thread::sleep_for(2ms);
  }
  return holds();
}

class WallClock : public Clock {
 public:
  Time now() const override { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }
};

class JobsTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override { return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}}; }
  void SetUp() override {
    DatabaseTest::SetUp();
    leases_.emplace(database());
  }
  void TearDown() override {
    leases_.reset();
    DatabaseTest::TearDown();
  }
  int logged(const std::string& event) {
    const auto lines = log().lines();
    return static_cast<int>(
        std::count_if(lines.begin(), lines.end(), [&](const auto& line) { return line.event == event; }));
  }
  // The runner's threads have looked at least once since.
  static void let_them_look() { std::this_thread::sleep_for(100ms); }

  std::optional<SqlJobLeases> leases_;
};
CALLBOARD_ON_BOTH_ENGINES(JobsTest);

TEST_P(JobsTest, GiveAJobToOneHolderAtATime) {
  const auto now = clock().now();
  EXPECT_EQ(leases_->ready_at("a"), Time{});
  EXPECT_TRUE(leases_->take("a", "h1", now, now + 1min));
  EXPECT_FALSE(leases_->take("a", "h2", now, now + 1min));
  EXPECT_TRUE(leases_->take("b", "h2", now, now + 1min));
  EXPECT_EQ(leases_->ready_at("a"), now + 1min);
  EXPECT_TRUE(leases_->renew("a", "h1", now + 2min));
  EXPECT_FALSE(leases_->take("a", "h2", now + 1min, now + 3min));
  EXPECT_TRUE(leases_->release("a", "h1", now + 10min));
  EXPECT_FALSE(leases_->renew("a", "h1", now + 20min));
  EXPECT_FALSE(leases_->take("a", "h2", now + 5min, now + 6min)) << "it is not due yet";
  EXPECT_TRUE(leases_->take("a", "h2", now + 10min, now + 11min));
}

TEST_P(JobsTest, GiveAJobToSomebodyElseWhenItsLeaseHasEnded) {
  const auto now = clock().now();
  EXPECT_TRUE(leases_->take("a", "h1", now, now + 1min));
  EXPECT_TRUE(leases_->take("a", "h2", now + 1min, now + 2min));
  EXPECT_FALSE(leases_->release("a", "h1", now + 10min));
  EXPECT_FALSE(leases_->renew("a", "h1", now + 10min));
}

TEST_P(JobsTest, GiveANewJobToOneOfMany) {
  for (int round = 0; round < 10; ++round) {
    const auto name = "job" + std::to_string(round);
    std::atomic<int> taken = 0;
    std::vector<std::thread> hosts;
    for (int i = 0; i < 6; ++i) {
      hosts.emplace_back([&, i] {
        if (leases_->take(name, "h" + std::to_string(i), clock().now(), clock().now() + 1min)) ++taken;
      });
    }
    for (auto& host : hosts) host.join();
    EXPECT_EQ(taken, 1);
  }
}

TEST_P(JobsTest, RunEachIntervalAcrossAllHosts) {
  std::atomic<int> runs = 0;
  const auto other_database = test_database().another();
  SqlJobLeases other_leases(*other_database);
  JobRunner one(*leases_, clock(), log(), kQuick);
  JobRunner two(other_leases, clock(), log(), kQuick);
  for (auto* runner : {&one, &two}) runner->add("x.count", {"count", 10s, [&] { ++runs; }});
  for (auto* runner : {&one, &two}) runner->start();
  for (int round = 1; round <= 5; ++round) {
    EXPECT_TRUE(eventually([&] { return runs >= round; }));
    let_them_look();
    EXPECT_EQ(runs, round);
    clock().advance(12s);
  }
}

TEST_P(JobsTest, RunAgainAfterAThrow) {
  std::atomic<int> runs = 0;
  JobRunner runner(*leases_, clock(), log(), kQuick);
  runner.add("x.fails", {"fails", 10s, [&] {
                           if (++runs == 1) throw std::runtime_error("once");
                           if (runs == 2) throw 7;
                         }});
  runner.start();
  for (int round = 1; round <= 3; ++round) {
    EXPECT_TRUE(eventually([&] { return runs >= round; }));
    EXPECT_TRUE(eventually([&] { return logged("job_failed") == std::min(round, 2); }));
    let_them_look();
    clock().advance(12s);
  }
}

TEST_P(JobsTest, DoNotHoldEachOtherUp) {
  std::atomic<bool> release = false;
  std::atomic<int> runs = 0;
  JobRunner runner(*leases_, clock(), log(), kQuick);
  for (const std::string name : {"a", "b", "c", "d", "e"}) {
    runner.add("slow." + name, {name, 10s, [&] { eventually([&] { return release.load(); }, 60s); }});
  }
  runner.add("x.quick", {"quick", 10s, [&] { ++runs; }});
  runner.start();
  for (int round = 1; round <= 3; ++round) {
    EXPECT_TRUE(eventually([&] { return runs >= round; }));
    let_them_look();
    clock().advance(12s);
  }
  release = true;
}

TEST_P(JobsTest, KeepTheirLeaseWhileTheyRunForLong) {
  const WallClock wall;
  constexpr JobRunnerOptions kShortLease{.lease = 600ms, .tick = 10ms};
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  std::atomic<int> runs = 0;
  const auto other_database = test_database().another();
  SqlJobLeases other_leases(*other_database);
  JobRunner one(*leases_, wall, log(), kShortLease);
  JobRunner two(other_leases, wall, log(), kShortLease);
  for (auto* runner : {&one, &two}) {
    runner->add("x.long", {"long", 1s, [&] {
                             most = std::max(most.load(), ++running);
                             std::this_thread::sleep_for(2s);
                             --running;
                             ++runs;
                           }});
    runner->start();
  }
  EXPECT_TRUE(eventually([&] { return runs >= 2; }));
  EXPECT_EQ(most, 1);
  EXPECT_EQ(logged("job_outlived_its_lease"), 0);
}

TEST_P(JobsTest, AreTakenOverFromAHostThatDied) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto database = test_database().another();
    SqlJobLeases leases(*database);
    JobRunner runner(leases, clock(), log(), kQuick);
    runner.add("x.job", {"job", 10s, [] { ::kill(::getpid(), SIGKILL); }});
    runner.start();
    ::sleep(20);
    ::_exit(1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  std::atomic<int> runs = 0;
  JobRunner runner(*leases_, clock(), log(), kQuick);
  runner.add("x.job", {"job", 10s, [&] { ++runs; }});
  runner.start();
  let_them_look();
  EXPECT_EQ(runs, 0);
  clock().advance(61s);
  EXPECT_TRUE(eventually([&] { return runs == 1; }));
}

TEST_P(JobsTest, WithoutALeaseRunOnEveryHostAndWriteNothing) {
  std::atomic<int> runs = 0;
  JobRunner one(*leases_, clock(), log(), kQuick);
  JobRunner two(*leases_, clock(), log(), kQuick);
  for (auto* runner : {&one, &two}) {
    runner->add("host.outbox", {"outbox", 1s, [&] { ++runs; }}, JobScope::EveryHost);
    runner->start();
  }
  EXPECT_TRUE(eventually([&] { return runs == 2; }));
  EXPECT_EQ(leases_->ready_at("host.outbox"), Time{});
}

TEST_P(JobsTest, AreWaitedForAtTheEndButNotForEver) {
  std::atomic<bool> begun = false;
  std::atomic<bool> release = false;
  std::atomic<bool> done = false;
  JobRunner runner(*leases_, clock(), log(), kQuick);
  runner.add("x.slow", {"slow", 10s, [&] {
                          begun = true;
                          eventually([&] { return release.load(); }, 60s);
                          done = true;
                        }});
  runner.start();
  ASSERT_TRUE(eventually([&] { return begun.load(); }));
  EXPECT_FALSE(runner.stop(100ms));
  EXPECT_EQ(logged("job_did_not_stop"), 1);
  release = true;
  EXPECT_TRUE(runner.stop(10s));
  EXPECT_TRUE(done);
  EXPECT_LE(leases_->ready_at("x.slow"), clock().now() + 10s) << "its lease was given back";
}

TEST_P(JobsTest, EndAtOnceWhenNoneRuns) {
  JobRunner runner(*leases_, clock(), log(), {.lease = 60s, .tick = 30s});
  runner.add("x.rare", {"rare", 3600s, [] {}});
  runner.start();
  ASSERT_TRUE(eventually([&] { return leases_->ready_at("x.rare") > clock().now() + 30min; }));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(runner.stop(5s));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
}

TEST_P(JobsTest, AreRefusedWithoutAFitName) {
  JobRunner runner(*leases_, clock(), log(), kQuick);
  const Job job{"j", 10s, [] {}};
  runner.add("x.j", job);
  for (const std::string bad : {"", "x.j", "a b", "я"}) EXPECT_THROW(runner.add(bad, job), std::invalid_argument);
  EXPECT_THROW(runner.add(std::string(151, 'x'), job), std::invalid_argument);
  EXPECT_THROW(runner.add("x.k", {"k", 0s, [] {}}), std::invalid_argument);
  EXPECT_THROW(runner.add("x.k", {"k", 10s, nullptr}), std::invalid_argument);
}

TEST_P(JobsTest, SurviveADatabaseThatIsAway) {
  class AwayLeases : public SqlJobLeases {
   public:
    using SqlJobLeases::SqlJobLeases;
    Time ready_at(const std::string& job) override {
      if (away) throw Unavailable("the database is away");
      return SqlJobLeases::ready_at(job);
    }
    std::atomic<bool> away = true;
  };
  AwayLeases leases(database());
  std::atomic<int> runs = 0;
  JobRunner runner(leases, clock(), log(), kQuick);
  runner.add("x.job", {"job", 10s, [&] { ++runs; }});
  runner.start();
  EXPECT_TRUE(eventually([&] { return logged("job_lease_failed") == 1; }));
  leases.away = false;
  clock().advance(11s);
  EXPECT_TRUE(eventually([&] { return runs == 1; }));
}

}  // namespace
}  // namespace callboard::host
