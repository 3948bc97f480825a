#include <algorithm>
#include <mutex>

#include "sql_fixture.hpp"

namespace callboard::host {
namespace {

constexpr int kRivals = 12;
constexpr int kRounds = 40;

class Concurrency : public SqlTest {
 protected:
  // Takes a place if there is one: a guarded update.
  static bool take_place(Transaction& tx) {
    soci::statement update =
        (tx.sql().prepare << "UPDATE rooms SET places = places - 1 WHERE name = 'Stage' AND places > 0");
    return affected_rows(update) == 1;
  }
};
CALLBOARD_ON_BOTH_ENGINES(Concurrency);

TEST_P(Concurrency, GivesTheLastPlaceToExactlyOne) {
  database().transact([](Transaction& tx) { add_room(tx, "Stage", 100); });
  std::atomic<int> taken = 0;
  on_threads(kRivals, [&](int) {
    for (int i = 0; i < kRounds; ++i)
      taken += database().transact([](Transaction& tx) { return take_place(tx) ? 1 : 0; });
  });
  EXPECT_EQ(taken, 100);
  EXPECT_EQ(places_of("Stage"), 0);
}

TEST_P(Concurrency, LosesNoUpdate) {
  database().transact([](Transaction& tx) { add_room(tx, "Stage", 0); });
  on_threads(kRivals, [&](int i) {
    for (int round = 0; round < kRounds; ++round) {
      const auto add = [](Transaction& tx) { tx.sql() << "UPDATE rooms SET places = places + 1 WHERE name = 'Stage'"; };
      if ((i + round) % 2 == 0) {
        database().transact(add);
      } else {
        database().transact_single(add);
      }
    }
  });
  EXPECT_EQ(places_of("Stage"), kRivals * kRounds);
}

TEST_P(Concurrency, LetsOneOfManyEqualInsertsWin) {
  for (int round = 0; round < 10; ++round) {
    std::atomic<int> won = 0;
    std::atomic<int> refused = 0;
    on_threads(kRivals, [&](int) {
      try {
        database().transact([&](Transaction& tx) { add_room(tx, "Room " + std::to_string(round)); });
        ++won;
      } catch (const ConstraintViolation&) {
        ++refused;
      }
    });
    EXPECT_EQ(won, 1);
    EXPECT_EQ(refused, kRivals - 1);
  }
}

TEST_P(Concurrency, ReadsConsistentStatesWhileOthersWrite) {
  database().transact([](Transaction& tx) {
    add_room(tx, "Stage", 500);
    add_room(tx, "Foyer", 500);
  });
  std::atomic<bool> done = false;
  std::atomic<int> reads = 0;
  std::jthread reader([&] {
    while (!done || reads < 3) {
      const auto sum = database().read([](Transaction& tx) { return places_of(tx, "Stage") + places_of(tx, "Foyer"); });
      EXPECT_EQ(sum, 1000);
      ++reads;
    }
  });
  on_threads(kRivals, [&](int) {
    for (int i = 0; i < kRounds; ++i) {
      database().transact([](Transaction& tx) {
        tx.sql() << "UPDATE rooms SET places = places - 1 WHERE name = 'Stage'";
        tx.sql() << "UPDATE rooms SET places = places + 1 WHERE name = 'Foyer'";
      });
    }
  });
  done = true;
  reader.join();
  EXPECT_EQ(places_of("Stage"), 500 - kRivals * kRounds);
}

// Two processes on one file, or two hosts on one server.
TEST_P(Concurrency, SharesTheDatabaseWithOthers) {
  database().transact([](Transaction& tx) { add_room(tx, "Stage", 0); });
  const auto other = test_database().another();
  on_threads(6, [&](int i) {
    for (int round = 0; round < kRounds; ++round) {
      (i % 2 == 0 ? database() : *other).transact([](Transaction& tx) {
        tx.sql() << "UPDATE rooms SET places = places + 1 WHERE name = 'Stage'";
      });
    }
  });
  EXPECT_EQ(places_of("Stage"), 6 * kRounds);
}

TEST_P(Concurrency, OpensANewDatabaseFromManyThreadsAtOnce) {
  for (int round = 0; round < 5; ++round) {
    const auto fresh = test_database().another();
    std::atomic<int> good = 0;
    on_threads(kRivals, [&](int i) {
      if (i % 2 == 0) {
        fresh->transact([&](Transaction& tx) { add_room(tx, std::to_string(round) + "/" + std::to_string(i)); });
      } else {
        fresh->read([&](Transaction& tx) { count_rooms(tx); });
      }
      ++good;
    });
    EXPECT_EQ(good, kRivals);
  }
}

}  // namespace
}  // namespace callboard::host
