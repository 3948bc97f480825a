#include "snapshot_key.hpp"

#include <callboard/crypto.hpp>

namespace key_cabinet {

namespace {

constexpr int kHalf = 32;  // bytes of r and of s

struct SignatureFree {
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};

// OpenSSL writes a signature as ASN.1, a JWS wants its two numbers in their full width.
std::string raw_signature(std::string_view asn1) {
  const auto* data = reinterpret_cast<const unsigned char*>(asn1.data());
  const std::unique_ptr<ECDSA_SIG, SignatureFree> signature(
      d2i_ECDSA_SIG(nullptr, &data, static_cast<long>(asn1.size())));
  require_done(signature ? 1 : 0, "reading a signature");
  unsigned char raw[2 * kHalf];
  require_done(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw, kHalf) == kHalf ? 1 : 0, "a signature's width");
  require_done(BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw + kHalf, kHalf) == kHalf ? 1 : 0,
               "a signature's width");
  return {reinterpret_cast<const char*>(raw), sizeof raw};
}

std::string key_id(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  require_done(size > 0 ? 1 : 0, "writing a public key");
  const std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return callboard::sha256_hex(bytes).substr(0, 16);
}

}  // namespace

SnapshotKey::SnapshotKey(KeyHandle key) : key_(std::move(key)), kid_(key_id(key_.get())) {}

SnapshotKey SnapshotKey::make() { return SnapshotKey(make_key()); }

SnapshotKey SnapshotKey::from_pem(std::string_view private_pem) { return SnapshotKey(private_key(private_pem)); }

std::string SnapshotKey::sign_es256(std::string_view message) const {
  const auto context = require_made(DigestHandle(EVP_MD_CTX_new()), "memory");
  require_done(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()), "signing");
  const auto* data = reinterpret_cast<const unsigned char*>(message.data());
  unsigned char asn1[128];
  std::size_t size = sizeof asn1;
  require_done(EVP_DigestSign(context.get(), asn1, &size, data, message.size()), "signing");
  return raw_signature({reinterpret_cast<const char*>(asn1), size});
}

std::string SnapshotKey::public_pem() const { return key_cabinet::public_pem(key_.get()); }

std::string SnapshotKey::private_pem() const { return key_cabinet::private_pem(key_.get()); }

}  // namespace key_cabinet
