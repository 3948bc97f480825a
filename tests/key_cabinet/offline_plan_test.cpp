// The statements of offline work find their rows by an index, on both engines; and what a full batch costs.
#include <chrono>

#include "callboard/testing/query_plan.hpp"
#include "offline_fixture.hpp"
#include "sql_snapshot_repository.hpp"

namespace key_cabinet {
namespace {

using callboard::testing::not_indexed;
using callboard::testing::query_plan;

class OfflinePlan : public OfflineTest {
 protected:
  // Enough rows that an optimizer would not read a whole table for its size alone.
  void SetUp() override {
    OfflineTest::SetUp();
    SqlSnapshotRepository snapshots;
    for (int i = 0; i < 60; ++i) {
      const auto n = std::to_string(i);
      add_holder("holder " + n, {"key " + n});
      const auto where = i % 2 == 0 ? hall_ : stage_;
      tell(where, {issued(i + 1, -600, "holder " + n, "key " + n)});
      if (i % 10 != 0) tell(where, {returned(1000 + i, -300, "holder " + n, "key " + n)});
      tell(where, {json{{"seq", 2000 + i}, {"at", at(-i)}, {"type", i % 20 == 0 ? "forced" : "door_opened"}}});
      execute("INSERT INTO key_cabinet_past_serials (holder_id, serial, until_at) SELECT id, 'past " + n +
              "', 1 FROM key_cabinet_holders WHERE serial = 'holder " + n + "'");
      database().transact([&](Transaction& tx) {
        snapshots.add(tx, where, {i, "s", {clock().now(), clock().now()}}, "{}");
      });
    }
    if (engine() == Engine::Mysql) {
      execute(
          "ANALYZE TABLE key_cabinet_loans, key_cabinet_keys, key_cabinet_device_events, key_cabinet_snapshots, "
          "key_cabinet_past_serials");
    }
  }

  void expect_indexed(const std::string& statement) {
    const auto plan = query_plan(database(), statement,
                                 {{":cabinet", std::to_string(to_sql(hall_))},
                                  {":seq", "7"},
                                  {":serial", "'past 7'"},
                                  {":key", "7"},
                                  {":matter", "'alarm'"}});
    EXPECT_EQ(not_indexed(plan), "") << statement;
  }
};
CALLBOARD_ON_BOTH_ENGINES(OfflinePlan);

TEST_P(OfflinePlan, OfABatchUsesIndexes) {
  expect_indexed(SqlDeviceEventRepository::last_seq_statement());
  expect_indexed(SqlDeviceEventRepository::at_seq_statement());
  expect_indexed(SqlDeviceEventRepository::last_return_statement());
}

// Of few rows that an index has found: they are sorted.
TEST_P(OfflinePlan, OfAPastSerialUsesItsIndex) {
  const auto plan =
      query_plan(database(), SqlDeviceEventRepository::past_serial_statement(), {{":serial", "'past 7'"}});
  std::string all;
  for (const auto& step : plan) all += step + '\n';
  EXPECT_NE(all.find("key_cabinet_past_serials_serial"), std::string::npos) << all;
}

TEST_P(OfflinePlan, OfWhatWaitsUsesIndexes) { expect_indexed(SqlDeviceEventRepository::waiting_statement()); }

TEST_P(OfflinePlan, OfTheNewestSnapshotUsesIndexes) { expect_indexed(SqlSnapshotRepository::newest_statement()); }

TEST_P(OfflinePlan, OfTheListsUsesIndexes) {
  for (const std::string where : {"WHERE t.type = 'forced'", "WHERE t.cabinet_id = :cabinet",
                                  "WHERE t.conflict = 'not_out'", "WHERE t.matter = 'alarm'"}) {
    expect_indexed("SELECT t.id, t.at FROM key_cabinet_device_events t " + where +
                   " ORDER BY t.at DESC, t.id DESC LIMIT 20");
  }
}

TEST_P(OfflinePlan, AFullBatchIsDoneInASecondOrTwo) {
  std::vector<json> events;
  for (int i = 0; i < 500; ++i) {
    const auto n = std::to_string(i / 2 % 50);
    events.push_back(event(5000 + i, i - 500, i % 2 == 0 ? "issued" : "returned", "holder " + n, "key " + n));
  }
  const auto timed = [&] {
    const auto began = std::chrono::steady_clock::now();
    tell(hall_, events);
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
  };
  const auto first = timed(), again = timed();
  std::cout << "500 events: " << first << " ms, once more: " << again << " ms\n";
  EXPECT_LT(first, 5000);
}

}  // namespace
}  // namespace key_cabinet
