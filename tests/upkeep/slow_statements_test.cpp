#include "upkeep/slow_statements.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "sql/database_factory.hpp"
#include "temporary_folder.hpp"
#include "test_database.hpp"

namespace callboard::host {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class SlowStatementsTest : public ::testing::Test {
 protected:
  ~SlowStatementsTest() override { std::filesystem::remove_all(folder_); }
  const std::filesystem::path folder_ = callboard::testing::new_temporary_folder("callboard-slow");
  callboard::testing::FixedClock clock_;
};

TEST_F(SlowStatementsTest, AddsUpTheSameStatement) {
  SlowStatements slow(folder_, 100ms, clock_);
  slow.slow("SELECT a\n      FROM b", 150ms);
  slow.slow("SELECT a FROM b", 250ms);
  slow.slow("SELECT c", 200ms);
  const auto all = slow.all();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].text, "SELECT a FROM b");
  EXPECT_EQ(all[0].times, 2U);
  EXPECT_EQ(all[0].longest, 250ms);
  EXPECT_EQ(all[0].total, 400ms);
  EXPECT_EQ(all[0].last, clock_.now());
  EXPECT_EQ(all[1].text, "SELECT c");
}

TEST_F(SlowStatementsTest, IsSharedBetweenProcessesAndForgottenAtAStart) {
  SlowStatements slow(folder_, 100ms, clock_);
  const pid_t child = ::fork();
  if (child == 0) {
    SlowStatements(folder_, 100ms, clock_).slow("SELECT from_a_child", 300ms);
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  EXPECT_THAT(slow.all(), SizeIs(1));
  SlowStatements::forget(folder_);
  EXPECT_THAT(SlowStatements(folder_, 100ms, clock_).all(), IsEmpty());
}

TEST_F(SlowStatementsTest, KeepsThoseThatTookMost) {
  SlowStatements slow(folder_, 100ms, clock_);
  slow.slow("SELECT the_worst", 10s);
  for (std::size_t i = 0; i < 2 * SlowStatements::kMost; ++i) {
    slow.slow("SELECT " + std::to_string(i), 100ms + std::chrono::milliseconds(i));
  }
  const auto all = slow.all();
  ASSERT_THAT(all, SizeIs(SlowStatements::kMost));
  EXPECT_EQ(all[0].text, "SELECT the_worst");
}

TEST_F(SlowStatementsTest, CutsALongTextAtAWholeCharacter) {
  SlowStatements slow(folder_, 100ms, clock_);
  std::string text;
  while (text.size() < 5000) text += "щ";
  slow.slow(text, 100ms);
  const auto shown = slow.all()[0].text;
  EXPECT_LE(shown.size(), SlowStatements::kLongestText);
  EXPECT_TRUE(shown.ends_with("щ…"));
}

TEST_F(SlowStatementsTest, LosesNothingAmongThreads) {
  SlowStatements slow(folder_, 100ms, clock_);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 500; ++n) slow.slow("SELECT together", 100ms);
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(slow.all()[0].times, 2000U);
}

TEST_F(SlowStatementsTest, WorksWhereThereCanBeNoFile) {
  SlowStatements slow(folder_ / "not there", 100ms, clock_);
  slow.slow("SELECT a", 150ms);
  EXPECT_THAT(slow.all(), SizeIs(1));
}

// Statements as a database runs them.
class WatchedDatabaseTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override { return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}}; }
  void SetUp() override {
    DatabaseTest::SetUp();
    slow_.emplace(folder(), 100ms, clock());
    watched_ = make_database(test_database().settings, folder(), clock(), log(), &*slow_);
  }
  std::optional<SlowStatements> slow_;
  std::unique_ptr<Database> watched_;
};
CALLBOARD_ON_BOTH_ENGINES(WatchedDatabaseTest);

// Takes 150 ms and more.
std::string long_statement(Engine engine) {
  return engine == Engine::Mysql ? "SELECT SLEEP(0.15) FROM host_audit WHERE :secret <> '' AND id < :most"
                                 : "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :most) "
                                   "SELECT COUNT(*) FROM c WHERE :secret <> ''";
}

TEST_P(WatchedDatabaseTest, TellsOfAStatementThatTakesLongWithoutItsValues) {
  watched_->transact([](Transaction& tx) {
    tx.sql() << "INSERT INTO host_audit (at, actor_kind, actor_id, action, record, record_id) "
                "VALUES (0, 'console', 0, 'a', 'r', 1)";
  });
  watched_->read_single([&](Transaction& tx) {
    long long most = 3'000'000;
    const std::string secret = "hunter2";
    double found = 0;
    tx.sql() << long_statement(tx.engine()), soci::use(secret, "secret"), soci::use(most, "most"), soci::into(found);
  });
  const auto all = slow_->all();
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_THAT(all[0].text, HasSubstr(" < :most"));
  EXPECT_THAT(all[0].text, Not(HasSubstr("hunter2")));
  EXPECT_EQ(all[0].times, 1U);
  EXPECT_GE(all[0].longest, 100ms);
}

// The rows of SQLite are found while they are fetched; MySQL's are all there before the first.
TEST_P(WatchedDatabaseTest, CountsTheTimeOfFetching) {
  if (engine() == Engine::Mysql) GTEST_SKIP();
  watched_->read_single([&](Transaction& tx) {
    long long n = 0;
    soci::statement select =
        (tx.sql().prepare << "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000000) "
                             "SELECT n FROM c",
         soci::into(n));
    select.execute();
    while (select.fetch()) continue;
  });
  EXPECT_THAT(slow_->all(), SizeIs(1));
}

TEST_P(WatchedDatabaseTest, IsSilentAboutQuickOnes) {
  watched_->read([](Transaction& tx) {
    long long one = 0;
    for (int i = 0; i < 100; ++i) tx.sql() << "SELECT 1", soci::into(one);
  });
  EXPECT_THAT(slow_->all(), IsEmpty());
}

}  // namespace
}  // namespace callboard::host
