#include "snapshot_key.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>

#include "callboard/crypto.hpp"

namespace key_cabinet {
namespace {

// As a device would: by the public key alone.
bool verifies(const std::string& public_pem, std::string_view message, const std::string& raw) {
  const auto in = bio_over(public_pem);
  const KeyHandle key(PEM_read_bio_PUBKEY(in.get(), nullptr, nullptr, nullptr));
  const auto half = [&](std::size_t at) {
    return BN_bin2bn(reinterpret_cast<const unsigned char*>(raw.data()) + at, 32, nullptr);
  };
  ECDSA_SIG* signature = ECDSA_SIG_new();
  ECDSA_SIG_set0(signature, half(0), half(32));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature, &der);
  ECDSA_SIG_free(signature);
  const DigestHandle context(EVP_MD_CTX_new());
  EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get());
  const bool good = EVP_DigestVerify(context.get(), der, static_cast<std::size_t>(size),
                                     reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1;
  OPENSSL_free(der);
  return good;
}

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
