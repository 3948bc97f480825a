// Credentials that are looked up together, and what a revocation does to them.
#include "cabinet_look_ups.hpp"

#include <random>

#include "trust_fixture.hpp"

namespace key_cabinet {
namespace {

class LookUps : public TrustFixture {
 protected:
  // Eight cabinets with a token and a certificate each; every third is revoked, every fourth certificate too old.
  void add_credentials() {
    database().transact([&](Transaction& tx) {
      const auto now = clock().now();
      for (int i = 0; i < 8; ++i) {
        const auto n = std::to_string(i);
        const auto id = cabinet_rows_.find_or_add(tx, "Cabinet " + n, now);
        cabinet_rows_.add_token(tx, {"token " + n, id, now + std::chrono::hours(1)}, now);
        cabinet_rows_.add_certificate(tx, {"serial " + n, id, now + std::chrono::hours(i % 4 == 3 ? -1 : 1)}, now);
        if (i % 3 == 2) cabinet_rows_.revoke(tx, id, now);
        ids_.push_back(id);
      }
    });
  }
  static std::string said(const std::optional<KnownCabinet>& cabinet) {
    return cabinet ? std::to_string(to_sql(cabinet->id)) + " " + cabinet->name : "-";
  }

  std::vector<CabinetId> ids_;
};
CALLBOARD_ON_BOTH_ENGINES(LookUps);

TEST_P(LookUps, OfManyFindWhatEachAloneDoes) {
  add_credentials();
  std::vector<DeviceToken> tokens;
  std::vector<std::string> serials;
  for (int i = 0; i < 10; ++i) {
    const auto id = ids_[static_cast<std::size_t>(i) % ids_.size()];
    tokens.push_back({"token " + std::to_string(i), id, {}});
    tokens.push_back({"token " + std::to_string(i), ids_[0], {}});
    tokens.push_back({"TOKEN " + std::to_string(i) + " \"'\\", id, {}});
    serials.push_back("serial " + std::to_string(i));
    serials.push_back("serial " + std::to_string(i) + " ");
  }
  database().read([&](Transaction& tx) {
    const auto now = clock().now();
    const auto by_tokens = cabinet_rows_.by_tokens(tx, tokens, now);
    const auto by_certificates = cabinet_rows_.by_certificates(tx, serials, now);
    ASSERT_EQ(by_tokens.size(), tokens.size());
    ASSERT_EQ(by_certificates.size(), serials.size());
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      EXPECT_EQ(said(by_tokens[i]), said(cabinet_rows_.by_token(tx, tokens[i], now))) << tokens[i].jti;
    }
    for (std::size_t i = 0; i < serials.size(); ++i) {
      EXPECT_EQ(said(by_certificates[i]), said(cabinet_rows_.by_certificate(tx, serials[i], now))) << serials[i];
    }
    EXPECT_EQ(std::count_if(by_tokens.begin(), by_tokens.end(), [](const auto& found) { return !!found; }), 7);
    EXPECT_EQ(std::count_if(by_certificates.begin(), by_certificates.end(), [](const auto& f) { return !!f; }), 4);
  });
}

// Who asks after the revocation is refused, however many others are being looked up at that moment.
TEST_P(LookUps, OfARevokedCabinetFailFromThatMomentOn) {
  add_credentials();
  CabinetLookUps look_ups(database(), cabinet_rows_, clock());
  std::atomic<bool> revoked = false;
  std::atomic<int> known = 0, known_afterwards = 0, strangers = 0, to_go = 12;
  on_threads(13, [&](int t) {
    if (t == 12) {
      while (known < 40) std::this_thread::yield();
      database().transact([&](Transaction& tx) { cabinet_rows_.revoke(tx, ids_[0], clock().now()); });
      revoked = true;
      return;
    }
    const auto mine = static_cast<std::size_t>(t % 2);
    for (int after = 0; after < 5;) {
      const bool too_late = revoked;
      const auto found = look_ups.by_token({"token " + std::to_string(mine), ids_[mine], {}});
      if (found && found->id != ids_[mine]) ++strangers;
      if (found) ++known;
      if (found && mine == 0 && too_late) ++known_afterwards;
      after += too_late ? 1 : 0;
    }
    --to_go;
  });
  EXPECT_EQ(to_go, 0);
  EXPECT_EQ(strangers, 0);
  EXPECT_EQ(known_afterwards, 0);
  EXPECT_TRUE(look_ups.by_token({"token 1", ids_[1], {}}));
}

}  // namespace
}  // namespace key_cabinet
