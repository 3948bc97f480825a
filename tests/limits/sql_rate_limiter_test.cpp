#include "limits/sql_rate_limiter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "callboard/crypto.hpp"
#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "callboard/testing/query_plan.hpp"
#include "limits/sweep_job.hpp"
#include "test_database.hpp"

namespace callboard::host {
namespace {

using namespace std::chrono_literals;
using callboard::testing::not_indexed;
using callboard::testing::query_plan;

class SqlRateLimiterTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override { return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}}; }
  void SetUp() override {
    DatabaseTest::SetUp();
    limiter_.emplace(database(), clock());
  }
  void TearDown() override {
    limiter_.reset();
    DatabaseTest::TearDown();
  }

  SqlRateLimiter& limiter() { return *limiter_; }
  std::chrono::seconds take(std::string_view key = "anna") { return limiter().take(password_, key); }
  void take_all(std::string_view key = "anna") {
    for (int i = 0; i < password_.burst; ++i) ASSERT_EQ(take(key), 0s) << i;
  }
  std::vector<std::string> buckets() {
    return database().read_single([](Transaction& tx) {
      std::vector<std::string> found;
      const soci::rowset<std::string> rows = (tx.sql().prepare << "SELECT bucket FROM host_rate_limits");
      for (const auto& bucket : rows) found.push_back(bucket);
      return found;
    });
  }
  std::vector<std::string> plan(const std::string& statement) {
    for (int i = 0; i < 200; ++i) take("key " + std::to_string(i));
    if (engine() == Engine::Mysql) {
      database().transact([](Transaction& tx) { tx.sql() << "ANALYZE TABLE host_rate_limits"; });
    }
    return query_plan(
        database(), statement,
        {{":now", "1"}, {":next", "2"}, {":every", "1"}, {":bucket", "'a'"}, {":latest", "9"}, {":limit", "10"}});
  }

  const RateLimit password_{"accounts.password", 5, 60s};
  std::optional<SqlRateLimiter> limiter_;
};
CALLBOARD_ON_BOTH_ENGINES(SqlRateLimiterTest);

TEST_P(SqlRateLimiterTest, GivesTheBurstAtOnceAndThenOneForEachInterval) {
  take_all();
  EXPECT_EQ(take(), 60s);
  clock().advance(59s);
  EXPECT_EQ(take(), 1s);
  clock().advance(1s);
  EXPECT_EQ(take(), 0s);
  EXPECT_EQ(take(), 60s);
}

TEST_P(SqlRateLimiterTest, DoesNotCountARefusal) {
  take_all();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(take(), 60s);
}

TEST_P(SqlRateLimiterTest, RoundsTheWaitUpToWholeSeconds) {
  take_all();
  clock().advance(58'000'001us);
  EXPECT_EQ(take(), 2s);
  clock().advance(1'999'998us);
  EXPECT_EQ(take(), 1s) << "a microsecond is left";
  clock().advance(1us);
  EXPECT_EQ(take(), 0s);
}

TEST_P(SqlRateLimiterTest, IsFullAgainAfterARestAndNeverMoreThanThat) {
  take_all();
  clock().advance(24h);
  take_all();
  EXPECT_EQ(take(), 60s);
}

TEST_P(SqlRateLimiterTest, KeepsKeysAndLimitsApart) {
  take_all("anna");
  EXPECT_EQ(take("boris"), 0s);
  EXPECT_EQ(limiter().take({"accounts.mail", 1, 60s}, "anna"), 0s);
  EXPECT_EQ(limiter().take({"accounts.passwordanna", 1, 60s}, ""), 0s) << "name and key do not run together";
}

TEST_P(SqlRateLimiterTest, IsFullAfterAReset) {
  take_all("anna");
  take_all("boris");
  limiter().reset(password_, "anna");
  limiter().reset(password_, "nobody");
  take_all("anna");
  EXPECT_EQ(take("boris"), 60s);
}

TEST_P(SqlRateLimiterTest, TellsTheWaitInAnError) {
  take_all();
  try {
    limiter().require(password_, "anna");
    FAIL() << "nothing was thrown";
  } catch (const TooMany& error) {
    EXPECT_EQ(error.retry_after(), 60s);
  }
}

TEST_P(SqlRateLimiterTest, KeepsKeysAsHashesAlone) {
  take("anna@mail.example");
  EXPECT_EQ(buckets(), std::vector{sha256_hex(std::string_view("accounts.password\0anna@mail.example", 35))});
}

TEST_P(SqlRateLimiterTest, RefusesALimitThatCannotBe) {
  EXPECT_THROW(limiter().take({"x", 0, 1s}, "a"), std::invalid_argument);
  EXPECT_THROW(limiter().take({"x", 1, 0s}, "a"), std::invalid_argument);
}

// Two processes, or two hosts, with a connection each and many threads: the database alone decides.
TEST_P(SqlRateLimiterTest, GivesNoMoreThanTheBurstToManyAtOnce) {
  const RateLimit limit{"test.burst", 10, 60s};
  const auto other_database = test_database().another();
  SqlRateLimiter other(*other_database, clock());
  for (int round = 0; round < 3; ++round) {
    std::atomic<int> passed = 0;
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < 50; ++i) {
        threads.emplace_back([&, i] { passed += (i % 2 == 0 ? limiter() : other).take(limit, "anna") == 0s ? 1 : 0; });
      }
    }
    EXPECT_EQ(passed, 10);
    clock().advance(1h);
  }
}

// The bucket goes while others take from it: whoever finds it gone makes it anew.
TEST_P(SqlRateLimiterTest, StandsSweepingAndResettingMeanwhile) {
  const RateLimit limit{"test.often", 1'000'000, 1s};
  std::atomic<bool> done = false;
  std::jthread sweeper([&] {
    while (!done) {
      limiter().reset(limit, "anna");
      limiter().sweep(10);
    }
  });
  std::atomic<int> passed = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 25; ++n) passed += limiter().take(limit, "anna") == 0s ? 1 : 0;
      });
    }
  }
  done = true;
  EXPECT_EQ(passed, 200);
}

TEST_P(SqlRateLimiterTest, SweepsWhatIsFullAgainInPortions) {
  for (int i = 0; i < 5; ++i) take(std::to_string(i));
  EXPECT_EQ(limiter().sweep(10), 0);
  clock().advance(30s);
  take("late");
  clock().advance(30s);
  EXPECT_EQ(limiter().sweep(3), 3);
  EXPECT_EQ(limiter().sweep(3), 2);
  EXPECT_EQ(buckets().size(), 1U);
}

TEST_P(SqlRateLimiterTest, SweepsAllPortionsInOneRunButNotWithoutEnd) {
  for (int i = 0; i < 7; ++i) take(std::to_string(i));
  clock().advance(1h);
  sweep_rate_limits(limiter(), 2, 2);
  EXPECT_EQ(buckets().size(), 3U);
  sweep_rate_limits(limiter(), 2);
  EXPECT_EQ(buckets().size(), 0U);
}

TEST_P(SqlRateLimiterTest, FindsItsRowsByIndexes) {
  EXPECT_EQ(not_indexed(plan(SqlRateLimiter::take_statement())), "");
  EXPECT_EQ(not_indexed(plan(SqlRateLimiter::read_statement())), "");
  EXPECT_EQ(not_indexed(plan(SqlRateLimiter::full_statement())), "");
  EXPECT_NE(not_indexed(plan("SELECT full_at FROM host_rate_limits WHERE full_at + 1 = 2")), "")
      << "a statement without an index must be seen";
}

}  // namespace
}  // namespace callboard::host
