// What a cabinet is given to decide alone: its content and its versions.
#include "snapshots.hpp"

#include <mutex>
#include <random>
#include <set>

#include "callboard/crypto.hpp"
#include "callboard/testing/query_plan.hpp"
#include "offline_fixture.hpp"
#include "snapshot.hpp"
#include "sql_snapshot_repository.hpp"

namespace key_cabinet {
namespace {

constexpr const char* kAnna = "12345ABC";
constexpr const char* kBoris = "67890DEF";

class SnapshotTest : public OfflineTest {
 protected:
  Snapshots snapshots(int hours = 168) { return {database(), rows_, clock(), site_, std::chrono::hours(hours)}; }
  Visitor hall() const { return cabinet(to_sql(hall_)); }
  json whole() {
    auto all = snapshots();
    return all.content(hall(), all.newest(hall()), std::nullopt);
  }
  std::int64_t version() { return snapshots().newest(hall()).version; }

  std::string hash(const json& payload, const std::string& serial) {
    return holder_hash(from_base64url(payload.at("salt").get<std::string>()).value(), serial);
  }
  // The labels that a holder may take in a window, "*" for always, as a device would find them.
  std::set<std::string> labels(const json& payload, const std::string& serial, const std::string& window = "*") {
    const auto& holders = payload.at("holders");
    const auto holder = holders.find(hash(payload, serial));
    if (holder == holders.end()) return {};
    return labels_in(payload, payload.at("profiles").at(holder->get<std::string>()).value(window, ""));
  }
  std::set<std::string> labels_in(const json& payload, const std::string& set) {
    const auto bytes = from_base64url(set).value();
    std::set<std::string> all;
    for (const auto& [label, bit] : payload.at("keys").items()) {
      const auto at = bit.get<std::size_t>();
      if (at / 8 < bytes.size() && (bytes[at / 8] >> at % 8 & 1) != 0) all.insert(label);
    }
    return all;
  }
  using Labels = std::set<std::string>;
  std::string holder_id(const std::string& serial) {
    return "(SELECT id FROM key_cabinet_holders WHERE serial = '" + serial + "')";
  }
  std::string key_id(const std::string& label) {
    return "(SELECT id FROM key_cabinet_keys WHERE label = '" + label + "')";
  }

  SqlSnapshotRepository rows_;
};

class SnapshotContent : public SnapshotTest {};
CALLBOARD_ON_BOTH_ENGINES(SnapshotContent);
class SnapshotVersions : public SnapshotTest {};
CALLBOARD_ON_BOTH_ENGINES(SnapshotVersions);

TEST_P(SnapshotContent, HasWhoMayTakeWhat) {
  const auto payload = whole();
  EXPECT_EQ(labels(payload, kAnna), (Labels{"101", "102"}));
  EXPECT_EQ(labels(payload, kBoris), Labels{"101"});
  EXPECT_EQ(payload.at("version"), 1);
  EXPECT_EQ(payload.at("cabinet"), to_sql(hall_));
  EXPECT_EQ(payload.at("zone"), "MSK-3");
  EXPECT_EQ(payload.at("until").get<long long>() - payload.at("made").get<long long>(), 168 * 3600);
  EXPECT_EQ(from_base64url(payload.at("salt").get<std::string>()).value().size(), 12u);
}

TEST_P(SnapshotContent, NamesNobody) {
  const auto text = whole().dump();
  EXPECT_EQ(text.find(kAnna), std::string::npos);
  EXPECT_EQ(text.find("Holder of"), std::string::npos);
}

TEST_P(SnapshotContent, LeavesOutWhoIsBlockedAndWhatIsNotInServiceOrElsewhere) {
  execute("UPDATE key_cabinet_holders SET blocked = 1 WHERE serial = '67890DEF'");
  execute("UPDATE key_cabinet_keys SET state = 'lost' WHERE label = '101'");
  execute("UPDATE key_cabinet_keys SET cabinet_id = " + std::to_string(to_sql(stage_)) + " WHERE label = '103'");
  const auto payload = whole();
  EXPECT_EQ(labels(payload, kAnna), Labels{"102"});
  EXPECT_FALSE(payload.at("holders").contains(hash(payload, kBoris)));
  EXPECT_EQ(payload.at("keys").size(), 1u);
}

TEST_P(SnapshotContent, HasWindowsGroupsAndRooms) {
  execute(
      "INSERT INTO key_cabinet_windows (id, name, weekdays, from_minute, until_minute, first_date) "
      "VALUES (4, 'Evenings', 31, 1080, 60, '2026-09-01')");
  execute("INSERT INTO key_cabinet_holder_groups (id, name) VALUES (1, 'Staff')");
  execute("INSERT INTO key_cabinet_key_groups (id, name) VALUES (1, 'Halls')");
  execute("INSERT INTO key_cabinet_holder_group_members (group_id, holder_id) SELECT 1, " + holder_id(kBoris));
  execute("INSERT INTO key_cabinet_key_group_keys (group_id, key_id) SELECT 1, " + key_id("103"));
  execute("INSERT INTO key_cabinet_grants (holder_group_id, key_group_id, window_id) VALUES (1, 1, 4)");
  execute("INSERT INTO key_cabinet_grants (holder_id, room_id, window_id) SELECT " + holder_id(kAnna) +
          ", room_id, 4 FROM key_cabinet_keys WHERE label = '103'");
  const auto payload = whole();
  EXPECT_EQ(payload.at("windows").at("4"), json::parse(R"([31, 1080, 60, "2026-09-01", ""])"));
  EXPECT_EQ(labels(payload, kBoris), Labels{"101"});
  EXPECT_EQ(labels(payload, kBoris, "4"), Labels{"103"});
  // What Anna may always take is not said again.
  EXPECT_EQ(labels(payload, kAnna, "4"), Labels{"103"});
}

TEST_P(SnapshotContent, HasBookingsLoansAndWhoReturns) {
  execute("INSERT INTO key_cabinet_bookings (id, holder_id, room_id, from_at, until_at) SELECT 17, " +
          holder_id(kBoris) + ", room_id, " + std::to_string(us(3600)) + ", " + std::to_string(us(7200)) +
          " FROM key_cabinet_keys WHERE label = '103'");
  execute("INSERT INTO key_cabinet_bookings (id, holder_id, room_id, from_at, until_at) SELECT 18, " +
          holder_id(kBoris) + ", room_id, 1, 2 FROM key_cabinet_keys WHERE label = '103'");
  execute("UPDATE key_cabinet_holders SET returns_for_others = 1 WHERE serial = '67890DEF'");
  execute("INSERT INTO key_cabinet_past_serials (holder_id, serial, until_at) SELECT " + holder_id(kAnna) +
          ", 'OLD', " + std::to_string(us(-3600)));
  loans().issue(hall(), {kAnna, "101"});
  const auto payload = whole();
  ASSERT_EQ(payload.at("bookings").size(), 1u);
  const auto& booking = payload.at("bookings").at("17");
  EXPECT_EQ(booking.at(0), hash(payload, kBoris));
  EXPECT_EQ(labels_in(payload, booking.at(1)), (Labels{"101", "102", "103"}));
  EXPECT_EQ(booking.at(3).get<long long>() - booking.at(2).get<long long>(), 3600);
  EXPECT_EQ(payload.at("out"), (json{{"101", hash(payload, kAnna)}}));
  EXPECT_EQ(payload.at("returns"), json::array({hash(payload, kBoris)}));
  EXPECT_EQ(payload.at("retired"), (json{{hash(payload, "OLD"), hash(payload, kAnna)}}));
}

TEST_P(SnapshotContent, KeepsItsBitsAndItsSalt) {
  const auto before = whole();
  execute("UPDATE key_cabinet_keys SET state = 'lost' WHERE label = '101'");
  add_key("100");
  add_key("104");
  const auto after = whole();
  EXPECT_EQ(after.at("salt"), before.at("salt"));
  EXPECT_EQ(after.at("keys").at("102"), before.at("keys").at("102"));
  EXPECT_EQ(after.at("keys").at("103"), before.at("keys").at("103"));
  EXPECT_EQ(after.at("keys").at("100"), before.at("keys").at("101"));
  EXPECT_EQ(after.at("keys").at("104"), 3);
}

TEST_P(SnapshotVersions, StayWhileNothingChanges) {
  EXPECT_EQ(version(), 1);
  clock().advance(std::chrono::hours(83));
  EXPECT_EQ(version(), 1);
}

TEST_P(SnapshotVersions, AreRenewedWhenHalfTheirLifeIsOver) {
  EXPECT_EQ(version(), 1);
  clock().advance(std::chrono::hours(84));
  EXPECT_EQ(version(), 2);
  EXPECT_EQ(snapshots(24).newest(hall()).version, 3);
  EXPECT_EQ(snapshots(24).newest(hall()).version, 3);
}

// Each of what a snapshot is made of, changed behind everybody's back.
TEST_P(SnapshotVersions, FollowEveryChangeOfTheTables) {
  const std::vector<std::string> changes{
      "DELETE FROM key_cabinet_access WHERE holder_id = " + holder_id(kBoris),
      "INSERT INTO key_cabinet_access (holder_id, key_id) SELECT " + holder_id(kBoris) + ", " + key_id("103"),
      "INSERT INTO key_cabinet_windows (id, name, weekdays, from_minute, until_minute) VALUES (4, 'w', 31, 0, 60)",
      "INSERT INTO key_cabinet_grants (id, holder_id, key_id, window_id) SELECT 1, " + holder_id(kBoris) + ", " +
          key_id("102") + ", 4",
      "UPDATE key_cabinet_windows SET until_minute = 61",
      "UPDATE key_cabinet_grants SET key_id = " + key_id("101"),
      "DELETE FROM key_cabinet_grants",
      "UPDATE key_cabinet_holders SET serial = 'NEW' WHERE serial = '67890DEF'",
      "UPDATE key_cabinet_holders SET blocked = 1 WHERE serial = 'NEW'",
      "UPDATE key_cabinet_holders SET returns_for_others = 1 WHERE serial = '12345ABC'",
      "UPDATE key_cabinet_keys SET state = 'lost' WHERE label = '102'",
      "UPDATE key_cabinet_keys SET label = '1O1' WHERE label = '101'",
      "INSERT INTO key_cabinet_past_serials (holder_id, serial, until_at) SELECT " + holder_id(kAnna) + ", 'OLD', " +
          std::to_string(us(0)),
      "INSERT INTO key_cabinet_bookings (holder_id, room_id, from_at, until_at) SELECT " + holder_id(kAnna) +
          ", room_id, " + std::to_string(us(0)) + ", " + std::to_string(us(60)) +
          " FROM key_cabinet_keys WHERE label = '103'",
      "UPDATE key_cabinet_bookings SET until_at = until_at + 1000000",
      "DELETE FROM key_cabinet_bookings",
  };
  auto before = version();
  for (const auto& change : changes) {
    SCOPED_TRACE(change);
    execute(change);
    const auto after = version();
    EXPECT_EQ(after, before + 1);
    EXPECT_EQ(version(), after);
    before = after;
  }
}

// The sums of the pairs stay the same there where ids alone are added up.
TEST_P(SnapshotVersions, FollowTwoHoldersWhoExchangeTheirKeys) {
  execute("DELETE FROM key_cabinet_access");
  execute("INSERT INTO key_cabinet_access (holder_id, key_id) SELECT " + holder_id(kAnna) + ", " + key_id("101"));
  execute("INSERT INTO key_cabinet_access (holder_id, key_id) SELECT " + holder_id(kBoris) + ", " + key_id("102"));
  EXPECT_EQ(version(), 1);
  execute("DELETE FROM key_cabinet_access");
  execute("INSERT INTO key_cabinet_access (holder_id, key_id) SELECT " + holder_id(kBoris) + ", " + key_id("101"));
  execute("INSERT INTO key_cabinet_access (holder_id, key_id) SELECT " + holder_id(kAnna) + ", " + key_id("102"));
  EXPECT_EQ(version(), 2);
}

TEST_P(SnapshotVersions, StayForWhatConcernsAnotherCabinet) {
  execute("UPDATE key_cabinet_keys SET cabinet_id = " + std::to_string(to_sql(stage_)) + " WHERE label = '103'");
  EXPECT_EQ(version(), 1);
  execute("INSERT INTO key_cabinet_access (holder_id, key_id) SELECT " + holder_id(kBoris) + ", " + key_id("103"));
  EXPECT_EQ(version(), 1);
}

TEST_P(SnapshotVersions, AreMadeOnceHoweverManyAskAtOnce) {
  for (int round = 1; round <= 3; ++round) {
    std::mutex mutex;
    std::set<std::int64_t> seen;
    on_threads(8, [&](int) {
      const auto mine = version();
      const std::lock_guard lock(mutex);
      seen.insert(mine);
    });
    EXPECT_EQ(seen, std::set<std::int64_t>{round});
    add_key("new " + std::to_string(round));
  }
}

TEST_P(SnapshotVersions, AreToldAsWhatHasChangedWhileTheOldOneIsKnown) {
  const auto first = whole();
  std::int64_t last = 1;
  for (int i = 0; i < 9; ++i) {
    add_key("new " + std::to_string(i));
    last = version();
  }
  EXPECT_EQ(last, 10);
  EXPECT_EQ(number("SELECT COUNT(*) FROM key_cabinet_snapshots"), 8);
  auto all = snapshots();
  const auto newest = all.newest(hall());
  const auto patch = all.content(hall(), newest, 9);
  EXPECT_EQ(patch.at("since"), 9);
  EXPECT_EQ(patch.at("patch"), (json{{"keys", {{"new 8", 11}}}}));
  EXPECT_EQ(all.content(hall(), newest, 10).at("patch"), json::object());
  EXPECT_FALSE(all.content(hall(), newest, 2).contains("patch")) << "forgotten";
  EXPECT_FALSE(all.content(hall(), newest, 11).contains("patch")) << "not made yet";
}

// Random changes: a device that applies each patch has what it would have been told whole.
TEST_P(SnapshotVersions, ArePatchedIntoEachOther) {
  std::mt19937 random(20261121);
  auto all = snapshots();
  auto known = all.newest(hall());
  const auto content = [&](const json& told) {
    auto payload = told;
    for (const char* member : {"version", "made", "until", "since"}) payload.erase(member);
    return payload;
  };
  auto device = content(all.content(hall(), known, std::nullopt));
  for (int step = 0; step < 25; ++step) {
    const auto n = std::to_string(step);
    switch (random() % 5) {
      case 0: add_holder("H" + n, {"101", "new " + n}); break;
      case 1:
        execute("DELETE FROM key_cabinet_access WHERE holder_id = (SELECT MAX(id) FROM key_cabinet_holders)");
        break;
      case 2: execute("UPDATE key_cabinet_keys SET state = 'lost' WHERE label LIKE 'new%'"); break;
      case 3: loans().issue(hall(), {kAnna, random() % 2 == 0 ? "101" : "102"}); break;
      default: loans().give_back(hall(), {kAnna, random() % 2 == 0 ? "101" : "102"}); break;
    }
    const auto newest = all.newest(hall());
    device.merge_patch(all.content(hall(), newest, known.version).at("patch"));
    ASSERT_EQ(device, content(all.content(hall(), newest, std::nullopt))) << step;
    known = newest;
  }
}

}  // namespace
}  // namespace key_cabinet
