// How a snapshot travels: patches, the signature, the size.
#include <random>

#include <zlib.h>

#include "callboard/crypto.hpp"
#include "es256.hpp"
#include "jws.hpp"
#include "offline_fixture.hpp"
#include "snapshot.hpp"

namespace key_cabinet {
namespace {

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

bool is_signed(const std::string& public_pem, const std::string& jws) {
  const auto dot = jws.rfind('.');
  return verifies(public_pem, std::string_view(jws).substr(0, dot), from_base64url(jws.substr(dot + 1)).value());
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
  EXPECT_TRUE(is_signed(key.public_pem(), text));
  auto forged = text;
  forged[text.find('.') + 3] = forged[text.find('.') + 3] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(is_signed(key.public_pem(), forged));
  EXPECT_FALSE(is_signed(SnapshotKey::make().public_pem(), text));
}

TEST(Jws, IsCompressedWhereItWouldBeTooLong) {
  const auto key = SnapshotKey::make();
  const std::string payload(50'000, 'x');
  const auto text = jws(key, "t", payload);
  EXPECT_LT(text.size(), 1000u);
  EXPECT_EQ(json::parse(from_base64url(text.substr(0, text.find('.'))).value()).at("zip"), "DEF");
  EXPECT_EQ(payload_of(text), payload);
  EXPECT_TRUE(is_signed(key.public_pem(), text));
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

}  // namespace
}  // namespace key_cabinet
