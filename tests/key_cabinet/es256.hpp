// How a device checks a signature (ES256: RFC 7518, 3.4), for tests.
#pragma once

#include <string>
#include <string_view>

#include <openssl/pem.h>

#include "openssl_handles.hpp"

namespace key_cabinet {

// By the public key alone; `raw` is r and s, 32 bytes each.
inline bool verifies(const std::string& public_pem, std::string_view message, const std::string& raw) {
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

}  // namespace key_cabinet
