#include <latch>

#include "sql_fixture.hpp"

namespace callboard::host {
namespace {

class Read : public SqlTest {
 protected:
  void add_from_another_thread(const std::string& name) {
    std::jthread([&] { database().transact([&](Transaction& tx) { add_room(tx, name); }); }).join();
  }
};
CALLBOARD_ON_BOTH_ENGINES(Read);

TEST_P(Read, SeesOneMomentHoweverLongItTakes) {
  database().transact([](Transaction& tx) { add_room(tx, "Stage"); });
  database().read([&](Transaction& tx) {
    EXPECT_EQ(count_rooms(tx), 1);
    add_from_another_thread("Foyer");
    EXPECT_EQ(count_rooms(tx), 1);
  });
  EXPECT_EQ(count_rooms(), 2);
}

TEST_P(Read, RefusesToWrite) {
  EXPECT_THROW(database().read([](Transaction& tx) { add_room(tx, "Stage"); }), std::exception);
  EXPECT_EQ(count_rooms(), 0);
}

TEST_P(Read, IsNotHeldUpByAWriter) {
  database().transact([](Transaction& tx) { add_room(tx, "Stage"); });
  database().transact([&](Transaction& tx) {
    add_room(tx, "Foyer");
    long long seen = 0;
    std::jthread([&] { seen = count_rooms(); }).join();
    EXPECT_EQ(seen, 1);
  });
}

// SOCI leaves a SELECT unfinished when only its first row was asked for.
TEST_P(Read, HoldsNoSnapshotAfterwardsEvenIfRowsWereLeftUnread) {
  database().transact([](Transaction& tx) {
    add_room(tx, "Stage", 1);
    add_room(tx, "Foyer", 1);
  });
  for (int i = 2; i < 5; ++i) {
    const auto first = database().read_single([](Transaction& tx) {
      long long places = 0;
      soci::statement select = (tx.sql().prepare << "SELECT places FROM rooms ORDER BY id", soci::into(places));
      select.execute(true);
      return places;
    });
    EXPECT_EQ(first, i - 1);
    database().transact([](Transaction& tx) { tx.sql() << "UPDATE rooms SET places = places + 1"; });
  }
}

TEST_P(Read, GoesOnAfterItsFunctionThrew) {
  EXPECT_THROW(database().read([](Transaction&) { throw NotFound("room"); }), NotFound);
  EXPECT_THROW(database().read([](Transaction& tx) { tx.sql() << "SELECT nonsense FROM nowhere"; }), std::exception);
  EXPECT_EQ(count_rooms(), 0);
}

TEST_P(Read, RefusesInTimeWhenAllConnectionsAreBusy) {
  test_database().settings.pool = 1;
  test_database().settings.lease_timeout = std::chrono::milliseconds(100);
  const auto small = test_database().another();
  std::latch inside(1);
  std::latch refused(1);
  std::jthread holder([&] {
    small->read([&](Transaction&) {
      inside.count_down();
      refused.wait();
    });
  });
  inside.wait();
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THROW(small->read([](Transaction&) {}), Unavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
  refused.count_down();
  holder.join();
  EXPECT_EQ(small->read([](Transaction& tx) { return count_rooms(tx); }), 0);
}

}  // namespace
}  // namespace callboard::host
