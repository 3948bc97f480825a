// What a cabinet is given to decide alone: its content, its versions, its size, its signature.
#include "snapshots.hpp"

#include <mutex>
#include <random>
#include <set>

#include <openssl/pem.h>
#include <zlib.h>

#include "callboard/crypto.hpp"
#include "callboard/testing/query_plan.hpp"
#include "jws.hpp"
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
class SnapshotSize : public SnapshotTest {};
CALLBOARD_ON_BOTH_ENGINES(SnapshotSize);

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

TEST(MergePatch, MakesTheNewOfTheOldForRandomValues) {
  std::mt19937 random(7);
  const std::function<json(int)> value = [&](int depth) -> json {
    switch (random() % (depth > 0 ? 5 : 3)) {
      case 0: return static_cast<int>(random() % 3);
      case 1: return std::string(1, static_cast<char>('a' + random() % 3));
      case 2: return json::array({static_cast<int>(random() % 2)});
      default: {
        auto object = json::object();
        for (char name = 'a'; name < 'e'; ++name) {
          if (random() % 2 == 0) object[std::string(1, name)] = value(depth - 1);
        }
        return object;
      }
    }
  };
  for (int i = 0; i < 2000; ++i) {
    const json before{{"x", value(3)}, {"y", value(2)}}, after{{"x", value(3)}, {"z", value(2)}};
    auto patched = before;
    patched.merge_patch(merge_patch(before, after));
    ASSERT_EQ(patched, after) << before << after;
  }
}

// --- Signature and size ---

bool verifies(const std::string& public_pem, const std::string& jws) {
  const auto dot = jws.rfind('.');
  const auto raw = from_base64url(jws.substr(dot + 1)).value();
  const auto in = bio_over(public_pem);
  const KeyHandle key(PEM_read_bio_PUBKEY(in.get(), nullptr, nullptr, nullptr));
  const auto number = [&](std::size_t at) {
    return BN_bin2bn(reinterpret_cast<const unsigned char*>(raw.data()) + at, 32, nullptr);
  };
  ECDSA_SIG* signature = ECDSA_SIG_new();
  ECDSA_SIG_set0(signature, number(0), number(32));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature, &der);
  ECDSA_SIG_free(signature);
  const DigestHandle context(EVP_MD_CTX_new());
  EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get());
  const bool good = EVP_DigestVerify(context.get(), der, static_cast<std::size_t>(size),
                                     reinterpret_cast<const unsigned char*>(jws.data()), dot) == 1;
  OPENSSL_free(der);
  return good;
}

std::string payload_of(const std::string& jws) {
  const auto first = jws.find('.'), last = jws.rfind('.');
  const auto header = json::parse(from_base64url(jws.substr(0, first)).value());
  auto bytes = from_base64url(jws.substr(first + 1, last - first - 1)).value();
  if (!header.contains("zip")) return bytes;
  std::string out(1 << 20, '\0');
  z_stream stream{};
  inflateInit2(&stream, -MAX_WBITS);
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(Jws, IsSignedByTheKeyThatItsHeaderNames) {
  const auto key = SnapshotKey::make();
  const auto text = jws(key, "callboard-access", R"({"version":1})");
  const auto header = json::parse(from_base64url(text.substr(0, text.find('.'))).value());
  EXPECT_EQ(header, (json{{"alg", "ES256"}, {"kid", key.kid()}, {"typ", "callboard-access"}}));
  EXPECT_EQ(payload_of(text), R"({"version":1})");
  EXPECT_TRUE(verifies(key.public_pem(), text));
  auto forged = text;
  forged[text.find('.') + 3] = forged[text.find('.') + 3] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(verifies(key.public_pem(), forged));
  EXPECT_FALSE(verifies(SnapshotKey::make().public_pem(), text));
}

TEST(Jws, IsCompressedWhereItWouldBeTooLong) {
  const auto key = SnapshotKey::make();
  const std::string payload(50'000, 'x');
  const auto text = jws(key, "t", payload);
  EXPECT_LT(text.size(), 1000u);
  EXPECT_EQ(json::parse(from_base64url(text.substr(0, text.find('.'))).value()).at("zip"), "DEF");
  EXPECT_EQ(payload_of(text), payload);
  EXPECT_TRUE(verifies(key.public_pem(), text));
}

// A school of 500 holders and 200 keys.
struct School {
  SnapshotRows rows;
  SnapshotFrame frame{3, "MSK-3", std::string(12, 'x')};
  std::mt19937 random{20261121};

  School() {
    for (int i = 1; i <= 200; ++i) rows.keys.push_back({KeyId{i}, RoomId{i}, std::to_string(100 + i)});
    for (int i = 1; i <= 500; ++i) rows.holders.push_back({HolderId{i}, "SERIAL" + std::to_string(i), false, false});
    rows.windows = {{4, {31, 480, 1320, "2026-09-01", ""}}, {5, {96, 600, 1200, "", ""}}};
  }
  void allow(int holder, int key, int window = 0) {
    SnapshotRows::Grant grant{holder, {}, key, {}, {}, {}};
    if (window != 0) grant.window = window;
    rows.grants.push_back(grant);
  }
  std::size_t size() const {
    return jws(SnapshotKey::make(), "callboard-access", snapshot_payload(rows, frame, nullptr).dump()).size();
  }
};

TEST(SizeOfASnapshot, IsFarBelow64KilobytesForGroupsOfHolders) {
  School school;
  for (int i = 1; i <= 500; ++i) {
    for (int key = 1; key <= 200; ++key) {
      if ((key + i % 12) % 7 == 0) school.allow(i, key, i % 3 == 0 ? 4 : 0);
    }
  }
  EXPECT_LT(school.size(), 24'000u);
}

TEST(SizeOfASnapshot, IsBelow64KilobytesWhereEverybodyHasOtherKeys) {
  School school;
  for (int i = 1; i <= 500; ++i) {
    for (int key = 1; key <= 200; ++key) {
      if (school.random() % 2 == 0) school.allow(i, key);
    }
  }
  EXPECT_LT(school.size(), 64'000u);
}

// The worst there is: half of all keys at random, others in each of two windows and always.
TEST(SizeOfASnapshot, IsBelow64KilobytesWhereEverybodyHasAnotherProfileWithTwoWindows) {
  for (const int always : {0, 1}) {
    School school;
    for (int i = 1; i <= 500; ++i) {
      for (int key = 1; key <= 200; ++key) {
        for (const int window : {4, 5}) {
          if (school.random() % 2 == 0) school.allow(i, key, window);
        }
        if (always != 0 && school.random() % 8 == 0) school.allow(i, key);
      }
    }
    EXPECT_LT(school.size(), 64u * 1024) << always;
    std::cout << "500 holders, 200 keys, two windows" << (always ? " and always: " : ": ") << school.size()
              << " bytes\n";
  }
}

// 500 holders, 200 keys, each may take 20: what a poll costs, printed; and that one which finds nothing new is the
// cheaper one.
TEST_P(SnapshotSize, APollThatFindsNothingNewIsCheap) {
  database().transact([&](Transaction& tx) {
    tx.sql() << "INSERT INTO key_cabinet_rooms (id, name) VALUES (900, 'Many')";
    for (int i = 0; i < 200; ++i) {
      tx.sql() << "INSERT INTO key_cabinet_keys (id, room_id, label) VALUES (" + std::to_string(1000 + i) +
                      ", 900, 'many " + std::to_string(i) + "')";
    }
    for (int i = 0; i < 500; ++i) {
      const auto id = std::to_string(1000 + i);
      tx.sql() << "INSERT INTO key_cabinet_holders (id, fullname, serial) VALUES (" + id + ", 'x', 'many " + id + "')";
      std::string values;
      for (int k = 0; k < 20; ++k) {
        values += (k == 0 ? "(" : ", (") + id + ", " + std::to_string(1000 + (i * 7 + k * 11) % 200) + ")";
      }
      tx.sql() << "INSERT INTO key_cabinet_access (holder_id, key_id) VALUES " + values;
    }
  });
  auto all = snapshots();
  const auto timed = [](const auto& work) {
    const auto began = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
  };
  const auto first = timed([&] { all.newest(hall()); });
  const auto polls = timed([&] {
    for (int i = 0; i < 20; ++i) all.newest(hall());
  });
  const auto changed = timed([&] {
    loans().issue(hall(), {kAnna, "101"});
    all.newest(hall());
  });
  std::cout << "first " << first << " ms, nothing new " << polls / 20 << " ms, after a change " << changed << " ms\n";
  EXPECT_LT(polls / 20, first);
  EXPECT_EQ(all.newest(hall()).version, 2);
}

}  // namespace
}  // namespace key_cabinet
