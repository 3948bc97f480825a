#include "snapshot_key.hpp"

#include <gtest/gtest.h>

#include "callboard/crypto.hpp"
#include "es256.hpp"

namespace key_cabinet {
namespace {

TEST(SnapshotKey, SignsWhatItsPublicKeyVerifies) {
  const auto key = SnapshotKey::make();
  for (int i = 0; i < 300; ++i) {  // also signatures whose numbers begin with zeros
    const auto message = "message " + std::to_string(i);
    const auto signature = key.sign_es256(message);
    ASSERT_EQ(signature.size(), 64u);
    EXPECT_TRUE(verifies(key.public_pem(), message, signature));
    EXPECT_FALSE(verifies(key.public_pem(), message + ".", signature));
  }
}

TEST(SnapshotKey, IsTheSameAfterItWasStored) {
  const auto key = SnapshotKey::make();
  const auto again = SnapshotKey::from_pem(key.private_pem());
  EXPECT_EQ(again.kid(), key.kid());
  EXPECT_EQ(again.public_pem(), key.public_pem());
  EXPECT_EQ(key.kid().size(), 16u);
  EXPECT_NE(SnapshotKey::make().kid(), key.kid());
}

TEST(SnapshotKey, IsNoOtherKindOfKey) {
  EXPECT_THROW(SnapshotKey::from_pem(""), CryptoError);
  EXPECT_THROW(SnapshotKey::from_pem("garbage"), CryptoError);
  EXPECT_THROW(SnapshotKey::from_pem(SnapshotKey::make().public_pem()), CryptoError);
  const KeyHandle rsa(EVP_RSA_gen(2048)), other_curve(EVP_EC_gen("P-384"));
  EXPECT_THROW(SnapshotKey::from_pem(private_pem(rsa.get())), CryptoError);
  EXPECT_THROW(SnapshotKey::from_pem(private_pem(other_curve.get())), CryptoError);
}

}  // namespace
}  // namespace key_cabinet
