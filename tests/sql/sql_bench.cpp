// What the database layer itself costs, in a release build:
//   cmake --preset release -DCALLBOARD_TESTS=ON && cmake --build build/release --target bench_sql &&
//   build/release/tests/sql/bench_sql
// Set CALLBOARD_TEST_FOLDER to a folder on the disk that shall be measured; without it the data lie in memory.
#include <cstdio>
#include <fstream>

#include <fmt/format.h>

#include "callboard/sql.hpp"
#include "callboard/testing/fixed_clock.hpp"
#include "callboard/testing/recording_log.hpp"
#include "test_database.hpp"

namespace callboard::host {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kDuration{1500};

template <typename Once>
double per_second(int threads, Once once) {
  std::atomic<long long> count = 0;
  const auto start = steady_clock::now();
  {
    std::vector<std::jthread> running;
    for (int i = 0; i < threads; ++i) {
      running.emplace_back([&, i] {
        long long own = 0;
        while (steady_clock::now() - start < kDuration) once(i, own++);
        count += own;
      });
    }
  }
  return static_cast<double>(count) / std::chrono::duration<double>(steady_clock::now() - start).count();
}

struct Find : Kept {
  explicit Find(Transaction& tx)
      : statement((tx.sql().prepare << "SELECT places FROM rooms WHERE id = :id", soci::into(places), soci::use(id))) {}
  long long id = 0;
  long long places = 0;
  soci::statement statement;
};

struct TakePlace : Kept {
  explicit TakePlace(Transaction& tx)
      : statement((tx.sql().prepare << "UPDATE rooms SET places = places + 1 WHERE id = :id", soci::use(id))) {}
  long long id = 0;
  soci::statement statement;
};

void fill(Database& database) {
  const bool mysql = database.engine() == Engine::Mysql;
  database.transact([&](Transaction& tx) {
    tx.sql() << std::string("CREATE TABLE rooms (id BIGINT PRIMARY KEY, places BIGINT NOT NULL)") +
                    (mysql ? " ENGINE=InnoDB" : "");
  });
  database.transact([&](Transaction& tx) {
    for (int id = 0; id < 1000; ++id) tx.sql() << "INSERT INTO rooms VALUES (:id, 0)", soci::use(id);
  });
}

void measure(Engine engine) {
  testing::FixedClock clock;
  testing::RecordingLog log;
  testing::TestDatabase test(engine, clock, log);
  test.settings.pool = 64;
  test.settings.lease_timeout = std::chrono::seconds(10);
  Database& database = test.database();
  fill(database);
  const char* name = engine == Engine::Mysql ? "MariaDB" : "SQLite";
  const auto say = [&](const std::string& what, int threads, double n) {
    fmt::print("{:8} {:34} {:3} threads {:9.0f}/s\n", name, what, threads, n);
    std::fflush(stdout);
  };
  for (const int threads : {1, 8, 64}) {
    const auto update = [](Transaction& tx, int thread) {
      auto& kept = tx.kept<TakePlace>();
      kept.id = thread;
      kept.statement.execute(true);
    };
    say("transact, one update", threads,
        per_second(threads, [&](int i, long long) { database.transact([&](Transaction& tx) { update(tx, i); }); }));
    say("transact_single, one update", threads, per_second(threads, [&](int i, long long) {
          database.transact_single([&](Transaction& tx) { update(tx, i); });
        }));
    if (engine == Engine::Sqlite) {
      std::mutex one_at_a_time;  // so that no two writers ever share a commit
      say("transact, without grouping", threads, per_second(threads, [&](int i, long long) {
            const std::lock_guard lock(one_at_a_time);
            database.transact([&](Transaction& tx) { update(tx, i); });
          }));
    }
  }
  for (const int threads : {1, 8}) {
    say("read_single by id, kept", threads, per_second(threads, [&](int, long long n) {
          database.read_single([&](Transaction& tx) {
            auto& kept = tx.kept<Find>();
            kept.id = n % 1000;
            kept.statement.execute(true);
          });
        }));
    say("read_single by id, fresh", threads, per_second(threads, [&](int, long long n) {
          database.read_single([&](Transaction& tx) {
            const long long id = n % 1000;
            long long places = 0;
            tx.sql() << "SELECT places FROM rooms WHERE id = :id", soci::into(places), soci::use(id);
          });
        }));
    say("read by id, kept", threads, per_second(threads, [&](int, long long n) {
          database.read([&](Transaction& tx) {
            auto& kept = tx.kept<Find>();
            kept.id = n % 1000;
            kept.statement.execute(true);
          });
        }));
  }
}

}  // namespace
}  // namespace callboard::host

int main() {
  callboard::host::measure(callboard::Engine::Sqlite);
  callboard::host::measure(callboard::Engine::Mysql);
}
