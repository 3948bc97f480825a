#include "sql/write_queue.hpp"

#include <latch>

#include "sql_fixture.hpp"
#include "write_ahead_log.hpp"

namespace callboard::host {
namespace {

using std::chrono::milliseconds;

// SQLite's queue itself: here a test can see who waits.
class WriteQueueTest : public ::testing::Test {
 protected:
  WriteQueueTest() { make_queue(milliseconds(5000)); }
  void make_queue(milliseconds patience) {
    queue_ = std::make_unique<WriteQueue>(SqliteDialect(file(), SqliteDialect::Role::Writer, milliseconds(2000)),
                                          patience, this, log_);
    queue_->run([](Transaction& tx) { tx.sql() << "CREATE TABLE IF NOT EXISTS rooms (name TEXT PRIMARY KEY)"; });
  }
  std::filesystem::path file() const { return database_.folder() / "queue.sqlite"; }

  static void add(Transaction& tx, const std::string& name) {
    tx.sql() << "INSERT INTO rooms VALUES (:name)", soci::use(name);
  }
  std::string names() {
    std::string result;
    queue_->run([&](Transaction& tx) {
      tx.sql() << "SELECT COALESCE(group_concat(name, ' '), '') FROM (SELECT name FROM rooms ORDER BY rowid)",
          soci::into(result);
    });
    return result;
  }
  void wait_until_waiting(std::size_t count) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (queue_->waiting() != count && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    ASSERT_EQ(queue_->waiting(), count);
  }
  // Runs all of `works` in one batch, in this order, by holding up a first one until the others wait.
  // Returns what each threw.
  std::vector<std::exception_ptr> run_together(const std::vector<WriteQueue::Function>& works) {
    std::vector<std::exception_ptr> errors(works.size());
    std::latch all_wait(1);
    std::latch begun(1);
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
      try {
        queue_->run([&](Transaction&) {
          begun.count_down();
          all_wait.wait();
        });
      } catch (const Unavailable&) {
      }
    });
    begun.wait();
    for (std::size_t i = 0; i < works.size(); ++i) {
      threads.emplace_back([&, i] {
        try {
          queue_->run(works[i]);
        } catch (...) {
          errors[i] = std::current_exception();
        }
      });
      wait_until_waiting(i + 1);
    }
    all_wait.count_down();
    threads.clear();
    return errors;
  }
  std::vector<WriteQueue::Function> adding(int count) {
    std::vector<WriteQueue::Function> works;
    for (int i = 0; i < count; ++i) works.push_back([i](Transaction& tx) { add(tx, std::to_string(i)); });
    return works;
  }

  testing::FixedClock clock_;
  testing::RecordingLog log_;
  testing::TestDatabase database_{Engine::Sqlite, clock_, log_};
  std::unique_ptr<WriteQueue> queue_;
};

TEST_F(WriteQueueTest, CommitsAllWhoWaitTogetherAndInTheirOrder) {
  const int before = commits_in_log(file());
  for (const auto& error : run_together(adding(10))) EXPECT_FALSE(error);
  EXPECT_EQ(commits_in_log(file()) - before, 1);
  EXPECT_EQ(names(), "0 1 2 3 4 5 6 7 8 9");
}

TEST_F(WriteQueueTest, RollsBackTheOneThatThrowsAndKeepsTheOthers) {
  auto works = adding(5);
  works[2] = [](Transaction& tx) {
    add(tx, "never");
    throw NotFound("room");
  };
  works[3] = [](Transaction& tx) { add(tx, "1"); };
  const auto errors = run_together(works);
  ASSERT_TRUE(errors[2] && errors[3]);
  EXPECT_THROW(std::rethrow_exception(errors[2]), NotFound);
  EXPECT_THROW(std::rethrow_exception(errors[3]), ConstraintViolation);
  EXPECT_FALSE(errors[0] || errors[1] || errors[4]);
  EXPECT_EQ(names(), "0 1 4");
}

// Such a constraint is looked at when the commit comes, for all of them at once.
TEST_F(WriteQueueTest, LetsADeferredConstraintHitOnlyWhoBrokeIt) {
  queue_->run([](Transaction& tx) {
    tx.sql() << "CREATE TABLE seats (room TEXT REFERENCES rooms (name) DEFERRABLE INITIALLY DEFERRED)";
  });
  auto works = adding(4);
  works[1] = [](Transaction& tx) { tx.sql() << "INSERT INTO seats VALUES ('nowhere')"; };
  const auto errors = run_together(works);
  ASSERT_TRUE(errors[1]);
  EXPECT_THROW(std::rethrow_exception(errors[1]), ConstraintViolation);
  EXPECT_FALSE(errors[0] || errors[2] || errors[3]);
  EXPECT_EQ(names(), "0 2 3");
}

TEST_F(WriteQueueTest, FailsAllWhenTheCommitFailsAndKeepsNothing) {
  auto works = adding(4);
  works[2] = [](Transaction& tx) { tx.sql() << "ROLLBACK"; };
  const auto errors = run_together(works);
  for (const std::size_t i : {0U, 1U, 2U}) {
    ASSERT_TRUE(errors[i]);
    EXPECT_THROW(std::rethrow_exception(errors[i]), Unavailable);
  }
  EXPECT_FALSE(errors[3]);  // it came after, and has a commit of its own
  EXPECT_EQ(names(), "3");
}

TEST_F(WriteQueueTest, RefusesAWriterWhoseTurnDoesNotComeInTime) {
  make_queue(milliseconds(100));
  std::latch begun(1);
  std::latch refused(1);
  std::jthread slow([&] {
    queue_->run([&](Transaction& tx) {
      begun.count_down();
      refused.wait();
      add(tx, "slow");
    });
  });
  begun.wait();
  EXPECT_THROW(queue_->run([](Transaction& tx) { add(tx, "never"); }), Unavailable);
  EXPECT_EQ(queue_->waiting(), 0U);
  refused.count_down();
  slow.join();
  EXPECT_EQ(names(), "slow");
}

TEST_F(WriteQueueTest, WaitsForAnotherProcessAndRefusesWhenThatTakesTooLong) {
  const testing::FixedClock clock;
  WriteQueue other(SqliteDialect(file(), SqliteDialect::Role::Writer, milliseconds(100)), milliseconds(100), &clock,
                   log_);
  std::latch begun(1);
  std::latch refused(1);
  std::jthread holder([&] {
    queue_->run([&](Transaction& tx) {
      add(tx, "holder");
      begun.count_down();
      refused.wait();
    });
  });
  begun.wait();
  EXPECT_THROW(other.run([](Transaction& tx) { add(tx, "other"); }), Unavailable);
  refused.count_down();
  other.run([](Transaction& tx) { add(tx, "other"); });
  holder.join();
  EXPECT_EQ(names(), "holder other");
}

TEST_F(WriteQueueTest, ServesEverybodyUnderLoad) {
  constexpr int kThreads = 16;
  constexpr int kRounds = 25;
  SqlTest::on_threads(kThreads, [&](int i) {
    for (int round = 0; round < kRounds; ++round) {
      queue_->run([&](Transaction& tx) { add(tx, std::to_string(i) + "/" + std::to_string(round)); });
    }
  });
  long long count = 0;
  queue_->run([&](Transaction& tx) { tx.sql() << "SELECT COUNT(*) FROM rooms", soci::into(count); });
  EXPECT_EQ(count, kThreads * kRounds);
}

}  // namespace
}  // namespace callboard::host
