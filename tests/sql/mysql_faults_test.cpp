#include <latch>

#include "faulty_proxy.hpp"
#include "sql/mysql_database.hpp"
#include "sql_fixture.hpp"

namespace callboard::host {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

// Several rooms, on a connection of the test's own.
class MysqlFaults : public SqlTest {
 protected:
  void SetUp() override {
    SqlTest::SetUp();
    database().transact([](Transaction& tx) {
      add_room(tx, "Stage", 0);
      add_room(tx, "Foyer", 0);
    });
  }
  static void add_one(Transaction& tx, const std::string& name) {
    tx.sql() << "UPDATE rooms SET places = places + 1 WHERE name = :name", soci::use(name);
  }
};
INSTANTIATE_TEST_SUITE_P(On, MysqlFaults, ::testing::Values(Engine::Mysql), testing::engine_name);

TEST_P(MysqlFaults, RunsTheVictimOfADeadlockAgain) {
  std::atomic<int> runs = 0;
  std::latch both_hold_one(2);
  const auto update_both = [&](const std::string& first, const std::string& second) {
    int run = 0;
    database().transact([&](Transaction& tx) {
      ++runs;
      add_one(tx, first);
      if (++run == 1) both_hold_one.arrive_and_wait();
      add_one(tx, second);
    });
  };
  on_threads(2, [&](int i) { i == 0 ? update_both("Stage", "Foyer") : update_both("Foyer", "Stage"); });
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(places_of("Stage"), 2);
  EXPECT_EQ(places_of("Foyer"), 2);
}

TEST_P(MysqlFaults, RunsTheVictimAgainEvenIfItsFunctionSwallowedTheError) {
  std::latch both_hold_one(2);
  const auto update_both = [&](const std::string& first, const std::string& second) {
    int run = 0;
    database().transact([&](Transaction& tx) {
      add_one(tx, first);
      if (++run == 1) both_hold_one.arrive_and_wait();
      try {
        add_one(tx, second);
      } catch (const std::exception&) {
      }
    });
  };
  on_threads(2, [&](int i) { i == 0 ? update_both("Stage", "Foyer") : update_both("Foyer", "Stage"); });
  EXPECT_EQ(places_of("Stage"), 2);
  EXPECT_EQ(places_of("Foyer"), 2);
}

// A server of the test's own, behind a proxy that can hang up.
class LostConnection : public SqlTest {
 protected:
  void SetUp() override {
    SqlTest::SetUp();
    proxy_.emplace(folder() / "proxy", testing::TestDatabase::server().socket());
    test_database().settings.socket = folder() / "proxy";
    through_proxy_ = test_database().another();
    through_proxy_->read([](Transaction&) {});  // connects
  }
  FaultyProxy& proxy() { return *proxy_; }
  Database& lossy() { return *through_proxy_; }
  void TearDown() override {
    through_proxy_.reset();
    proxy_.reset();
    SqlTest::TearDown();
  }

  using Cut = FaultyProxy::Cut;

 private:
  std::optional<FaultyProxy> proxy_;
  std::unique_ptr<Database> through_proxy_;
};
INSTANTIATE_TEST_SUITE_P(On, LostConnection, ::testing::Values(Engine::Mysql), testing::engine_name);

TEST_P(LostConnection, BeforeTheCommitRunsTheFunctionAgain) {
  for (const auto when : {Cut::BeforeTheServerSeesIt, Cut::AfterTheServerHasAnswered}) {
    proxy().cut("UPDATE", when);
    int runs = 0;
    const std::string name = "Room " + std::to_string(static_cast<int>(when));
    lossy().transact([&](Transaction& tx) {
      ++runs;
      add_room(tx, name);
      tx.sql() << "UPDATE rooms SET places = 3 WHERE name = :name", soci::use(name);
    });
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(places_of(name), 3);
  }
}

TEST_P(LostConnection, AtTheStartRunsTheFunctionOnce) {
  proxy().cut("START", Cut::BeforeTheServerSeesIt);
  int runs = 0;
  lossy().transact([&](Transaction& tx) {
    ++runs;
    add_room(tx, "Stage");
  });
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(count_rooms(), 1);
}

TEST_P(LostConnection, DuringTheCommitLeavesTheOutcomeUnknownAndNeverRunsAgain) {
  int runs = 0;
  const auto add = [&](const std::string& name) {
    lossy().transact([&](Transaction& tx) {
      ++runs;
      add_room(tx, name);
    });
  };
  proxy().cut("COMMIT", Cut::BeforeTheServerSeesIt);
  EXPECT_THROW(add("Stage"), OutcomeUnknown);
  proxy().cut("COMMIT", Cut::AfterTheServerHasAnswered);
  EXPECT_THROW(add("Foyer"), OutcomeUnknown);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(places_of("Stage"), -1);
  EXPECT_EQ(places_of("Foyer"), 0);
  add("Studio");
  EXPECT_EQ(count_rooms(), 2);
}

TEST_P(LostConnection, DuringASingleStatementLeavesTheOutcomeUnknownAndNeverRunsAgain) {
  int runs = 0;
  const auto add = [&](const std::string& name) {
    lossy().transact_single([&](Transaction& tx) {
      ++runs;
      add_room(tx, name);
    });
  };
  proxy().cut("INSERT", Cut::BeforeTheServerSeesIt);
  EXPECT_THROW(add("Stage"), OutcomeUnknown);
  proxy().cut("INSERT", Cut::AfterTheServerHasAnswered);
  EXPECT_THROW(add("Foyer"), OutcomeUnknown);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(places_of("Stage"), -1);
  EXPECT_EQ(places_of("Foyer"), 0);
}

TEST_P(LostConnection, InAReadIsReadAgain) {
  database().transact([](Transaction& tx) { add_room(tx, "Stage", 5); });
  for (const char* statement : {"SELECT", "START", "SET TRANSACTION", "COMMIT"}) {
    proxy().cut(statement, Cut::BeforeTheServerSeesIt);
    EXPECT_EQ(lossy().read([](Transaction& tx) { return places_of(tx, "Stage"); }), 5);
  }
  proxy().cut("SELECT", Cut::AfterTheServerHasAnswered);
  EXPECT_EQ(lossy().read_single([](Transaction& tx) { return places_of(tx, "Stage"); }), 5);
}

// What a function does after its connection was lost must not touch the connection: SOCI's crashes.
TEST_P(LostConnection, MayBeSwallowedAndUsedOnWithoutHarm) {
  proxy().cut("INSERT", Cut::BeforeTheServerSeesIt);
  int runs = 0;
  lossy().transact([&](Transaction& tx) {
    ++runs;
    try {
      add_room(tx, "Stage");
    } catch (const std::exception&) {
      EXPECT_FALSE(tx.sql().is_connected());
      EXPECT_THROW(count_rooms(tx), Unavailable);
    }
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(count_rooms(), 1);
}

TEST_P(LostConnection, IsNoticedOnIdleConnectionsSoThatASingleStatementIsSafe) {
  long long id = 0;
  lossy().read_single([&](Transaction& tx) { tx.sql() << "SELECT CONNECTION_ID()", soci::into(id); });
  testing::TestDatabase::server().execute("KILL " + std::to_string(id));
  const auto deadline = steady_clock::now() + seconds(10);
  while (proxy().connected() != 0 && steady_clock::now() < deadline) std::this_thread::yield();
  ASSERT_EQ(proxy().connected(), 0);
  int runs = 0;
  lossy().transact_single([&](Transaction& tx) {
    ++runs;
    add_room(tx, "Stage");
  });
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(count_rooms(), 1);
}

// Kills and freezes a server of its own.
class DeadServer : public ::testing::Test {
 protected:
  DeadServer() {
    server_.stop();
    server_.start();
    server_.execute("CREATE DATABASE school");
    server_.execute("CREATE TABLE school.rooms (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(64)) ENGINE=InnoDB");
    settings_.engine = Engine::Mysql;
    settings_.socket = server_.socket();
    settings_.user = "root";
    settings_.name = "school";
    settings_.pool = 8;
    database_ = make();
  }
  std::unique_ptr<Database> make();
  void add() {
    database_->transact([](Transaction& tx) { tx.sql() << "INSERT INTO rooms (name) VALUES ('Stage')"; });
  }
  long long count() {
    return database_->read([](Transaction& tx) {
      long long n = 0;
      tx.sql() << "SELECT COUNT(*) FROM rooms", soci::into(n);
      return n;
    });
  }

  testing::FixedClock clock_;
  testing::RecordingLog log_;
  testing::MariadbServer server_;
  testing::TestDatabase test_database_{Engine::Sqlite, clock_, log_};
  DatabaseSettings settings_;
  std::unique_ptr<Database> database_;
};

std::unique_ptr<Database> DeadServer::make() {
  test_database_.settings = settings_;
  auto result = test_database_.another();
  test_database_.settings.engine = Engine::Sqlite;  // so that nothing is dropped on the shared server
  return result;
}

TEST_F(DeadServer, IsUnavailableAtOnceAndRecoversWithoutARestart) {
  SqlTest::on_threads(8, [&](int) { add(); });
  server_.kill();
  const auto start = steady_clock::now();
  SqlTest::on_threads(16, [&](int) {
    for (int i = 0; i < 20; ++i) EXPECT_THROW(add(), Unavailable);
    EXPECT_THROW(count(), Unavailable);
  });
  EXPECT_LT(steady_clock::now() - start, seconds(3));
  server_.start();
  const auto deadline = steady_clock::now() + seconds(5);
  while (true) {
    try {
      add();
      break;
    } catch (const Unavailable&) {
      ASSERT_LT(steady_clock::now(), deadline);
    }
  }
  SqlTest::on_threads(8, [&](int) { add(); });
  EXPECT_EQ(count(), 17);
}

TEST_F(DeadServer, MayBeDeadWhenTheHostStarts) {
  server_.kill();
  const auto late = make();
  const auto read = [&] {
    return late->read([](Transaction& tx) {
      long long n = -1;
      tx.sql() << "SELECT COUNT(*) FROM rooms", soci::into(n);
      return n;
    });
  };
  EXPECT_THROW(read(), Unavailable);
  server_.start();
  const auto deadline = steady_clock::now() + seconds(5);
  long long found = -1;
  while (found < 0 && steady_clock::now() < deadline) {
    try {
      found = read();
    } catch (const Unavailable&) {
    }
  }
  EXPECT_EQ(found, 0);
}

TEST_F(DeadServer, LosesNothingThatWasAcknowledgedWhenItIsKilledUnderLoad) {
  std::atomic<int> acknowledged = 0;
  std::atomic<int> unknown = 0;
  std::vector<std::jthread> writers;
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        try {
          add();
          ++acknowledged;
        } catch (const OutcomeUnknown&) {
          ++unknown;
        } catch (const Unavailable&) {
          std::this_thread::yield();
        }
      }
    });
  }
  for (int kills = 0; kills < 3; ++kills) {
    const int before = acknowledged;
    const auto deadline = steady_clock::now() + seconds(20);
    while (acknowledged < before + 100 && steady_clock::now() < deadline) std::this_thread::yield();
    ASSERT_GE(acknowledged, before + 100);
    server_.kill();
    server_.start();
  }
  const int before = acknowledged;
  const auto deadline = steady_clock::now() + seconds(20);
  while (acknowledged < before + 100 && steady_clock::now() < deadline) std::this_thread::yield();
  writers.clear();
  EXPECT_GE(acknowledged, 400);
  EXPECT_GE(count(), acknowledged);
  EXPECT_LE(count(), acknowledged + unknown);
}

TEST_F(DeadServer, ThatHangsIsUnavailableInBoundedTime) {
  database_ = std::make_unique<MysqlDatabase>(settings_, seconds(1), log_);
  add();
  server_.freeze();
  const auto start = steady_clock::now();
  EXPECT_THROW(add(), Unavailable);
  EXPECT_LT(steady_clock::now() - start, seconds(6));
  server_.thaw();
}

}  // namespace
}  // namespace callboard::host
