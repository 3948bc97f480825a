#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include "sql_fixture.hpp"

namespace callboard::host {
namespace {

constexpr int kWriters = 8;

// Writes rooms with names of its own until it cannot, and tells each one that was acknowledged to `told`.
void write_and_tell(Database& database, int told, int thread) {
  for (int i = 0;; ++i) {
    const int number = thread * 1'000'000 + i;
    database.transact([&](Transaction& tx) {
      const auto name = std::to_string(number);
      tx.sql() << "INSERT INTO rooms (name, places) VALUES (:name, 0)", soci::use(name);
    });
    if (::write(told, &number, sizeof number) != sizeof number) return;
  }
}

class Crash : public SqlTest {
 protected:
  // Reads what was acknowledged until `enough` or the end.
  static void collect(int from, std::set<int>& acknowledged, std::size_t enough) {
    int number = 0;
    while (acknowledged.size() < enough && ::read(from, &number, sizeof number) == sizeof number)
      acknowledged.insert(number);
  }
  std::set<int> stored() {
    return database().read([](Transaction& tx) {
      std::set<int> result;
      std::string name;
      soci::statement select = (tx.sql().prepare << "SELECT name FROM rooms", soci::into(name));
      select.execute();
      while (select.fetch()) result.insert(std::stoi(name));
      return result;
    });
  }
};
CALLBOARD_ON_BOTH_ENGINES(Crash);

TEST_P(Crash, OfTheProcessLosesNothingThatWasAcknowledged) {
  std::set<int> acknowledged;
  for (int round = 0; round < 5; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const auto fresh = test_database().another();  // connects in the child: nothing is open across the fork
    const pid_t child = ::fork();
    if (child == 0) {
      std::vector<std::jthread> threads;
      for (int i = 0; i < kWriters; ++i)
        threads.emplace_back([&, i] { write_and_tell(*fresh, ends[1], round * 10 + i); });
      for (auto& thread : threads) thread.join();
      ::_exit(0);
    }
    ::close(ends[1]);
    collect(ends[0], acknowledged, acknowledged.size() + 200);
    ::kill(child, SIGKILL);
    collect(ends[0], acknowledged, SIZE_MAX);
    ::waitpid(child, nullptr, 0);
    ::close(ends[0]);
  }
  EXPECT_GE(acknowledged.size(), 1000U);
  const auto found = stored();
  EXPECT_TRUE(std::includes(found.begin(), found.end(), acknowledged.begin(), acknowledged.end()));
  // What was stored, but not yet told when the end came, is at most one for each thread.
  EXPECT_LE(found.size(), acknowledged.size() + 5 * kWriters);
}

class FullDisk : public SqlTest {};
INSTANTIATE_TEST_SUITE_P(On, FullDisk, ::testing::Values(Engine::Sqlite), testing::engine_name);

TEST_P(FullDisk, IsUnavailableKeepsNothingOfTheFailedAndRecovers) {
  const std::string text(60, 'x');
  const auto fill = [&](Transaction& tx) {
    for (int i = 0; i < 2000; ++i) add_room(tx, text + std::to_string(i));
  };
  EXPECT_THROW(database().transact([&](Transaction& tx) {
    int pages = 0;
    tx.sql() << "PRAGMA page_count", soci::into(pages);
    tx.sql() << "PRAGMA max_page_count = " + std::to_string(pages + 5);
    fill(tx);
  }),
               Unavailable);
  EXPECT_EQ(count_rooms(), 0);
  database().transact(fill);
  EXPECT_EQ(count_rooms(), 2000);
}

// The system's own refusal to write, as a quota would be.
TEST_P(FullDisk, IsUnavailableWhileTheSystemRefusesToWriteAndRecovers) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const auto own = test_database().another();
    int stored = 0;
    const auto add = [&] {
      own->transact([&](Transaction& tx) { add_room(tx, std::string(50, 'x') + std::to_string(stored)); });
      ++stored;
    };
    const rlimit small{300'000, RLIM_INFINITY};
    const rlimit large{RLIM_INFINITY, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &small);
    bool refused = false;
    try {
      for (int i = 0; i < 20'000; ++i) add();
    } catch (const Unavailable&) {
      refused = true;
    }
    ::setrlimit(RLIMIT_FSIZE, &large);
    add();
    const auto found = own->read([](Transaction& tx) { return count_rooms(tx); });
    ::_exit(refused && found >= stored && found <= stored + 1 ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace callboard::host
