// The guarded statements that decide who was first.
#include "factors_fixture.hpp"

namespace accounts {
namespace {

class FactorRepositories : public FactorsTest {
 protected:
  template <typename Work>
  auto in(const Work& work) {
    return database().transact(work);
  }
};
CALLBOARD_ON_BOTH_ENGINES(FactorRepositories);

TEST_P(FactorRepositories, UseAStepOnceAndNoneBeforeIt) {
  in([&](Transaction& tx) { return totp_.add(tx, anna_, {"sealed", 5}, clock().now()); });
  const auto use = [&](std::int64_t step) {
    return in([&](Transaction& tx) { return totp_.use_step(tx, anna_, step); });
  };
  EXPECT_FALSE(use(5));
  EXPECT_TRUE(use(7));
  EXPECT_FALSE(use(7));
  EXPECT_FALSE(use(6));
  EXPECT_TRUE(use(8));
}

TEST_P(FactorRepositories, KeepOneSecretOfAUser) {
  const auto add = [&](const char* secret) {
    return in([&](Transaction& tx) { return totp_.add(tx, anna_, {secret, 5}, clock().now()); });
  };
  EXPECT_TRUE(add("first"));
  EXPECT_FALSE(add("second"));
  EXPECT_EQ(in([&](Transaction& tx) { return totp_.find(tx, anna_)->sealed_secret; }), "first");
}

TEST_P(FactorRepositories, CountAPasskeyOnFromWhatWasRead) {
  in([&](Transaction& tx) {
    return passkey_rows_.set_handle(tx, anna_, "handle") &&
           passkey_rows_.add(tx, anna_, {"id", PasskeyAlgorithm::Es256, std::string("k\0y", 3), 4, true, false, {}},
                             "Phone", clock().now());
  });
  const auto kept = in([&](Transaction& tx) { return passkey_rows_.find(tx, "id").value(); });
  EXPECT_EQ(kept.user, anna_);
  EXPECT_EQ(kept.handle, "handle");
  EXPECT_EQ(kept.credential.public_key, std::string("k\0y", 3));
  EXPECT_EQ(kept.credential.sign_count, 4u);
  EXPECT_TRUE(kept.credential.backup_eligible);
  const auto used = [&](std::uint32_t before) {
    return in([&](Transaction& tx) { return passkey_rows_.used(tx, kept.id, before, {9, true}, clock().now()); });
  };
  EXPECT_TRUE(used(4));
  EXPECT_FALSE(used(4));
  EXPECT_TRUE(in([&](Transaction& tx) { return passkey_rows_.list(tx, anna_)[0].backed_up; }));
}

TEST_P(FactorRepositories, TakeTheLargestCounterThereIs) {
  in([&](Transaction& tx) {
    passkey_rows_.set_handle(tx, anna_, "handle");
    return passkey_rows_.add(tx, anna_, {"id", PasskeyAlgorithm::Rs256, "key", 0xffffffff, false, false, {}}, "Phone",
                             clock().now());
  });
  const auto kept = in([&](Transaction& tx) { return passkey_rows_.find(tx, "id").value(); });
  EXPECT_EQ(kept.credential.sign_count, 0xffffffff);
  EXPECT_EQ(kept.credential.algorithm, PasskeyAlgorithm::Rs256);
}

TEST_P(FactorRepositories, SpendAChallengeOnce) {
  const auto spend = [&](const char* challenge) {
    return in([&](Transaction& tx) { return passkey_rows_.spend_challenge(tx, challenge, clock().now()); });
  };
  EXPECT_TRUE(spend("one"));
  EXPECT_FALSE(spend("one"));
  EXPECT_TRUE(spend("another"));
}

TEST_P(FactorRepositories, KeepTheFirstHandle) {
  const auto set = [&](const char* handle) {
    return in([&](Transaction& tx) { return passkey_rows_.set_handle(tx, anna_, handle); });
  };
  EXPECT_TRUE(set("first"));
  EXPECT_FALSE(set("second"));
  EXPECT_EQ(in([&](Transaction& tx) { return passkey_rows_.handle(tx, anna_); }), "first");
}

}  // namespace
}  // namespace accounts
