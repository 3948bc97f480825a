// OpenSSL's objects, each freed by its owner, and its refusals as exceptions. Pure functions; thread-safe.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace key_cabinet {

template <auto Free>
struct FreedBy {
  template <typename Object>
  void operator()(Object* object) const {
    Free(object);
  }
};

using BioHandle = std::unique_ptr<BIO, FreedBy<BIO_free>>;
using BnHandle = std::unique_ptr<BIGNUM, FreedBy<BN_free>>;
using CertificateHandle = std::unique_ptr<X509, FreedBy<X509_free>>;
using CrlHandle = std::unique_ptr<X509_CRL, FreedBy<X509_CRL_free>>;
using CsrHandle = std::unique_ptr<X509_REQ, FreedBy<X509_REQ_free>>;
using DigestHandle = std::unique_ptr<EVP_MD_CTX, FreedBy<EVP_MD_CTX_free>>;
using KeyHandle = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;

// Something that OpenSSL would not do. The text is for the log or for whoever runs a command; it has no secrets.
class CryptoError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws CryptoError where OpenSSL says it failed, and empties its queue of errors.
void require_done(int result, const char* what);
template <typename Handle>
Handle require_made(Handle handle, const char* what) {
  require_done(handle ? 1 : 0, what);
  return handle;
}

// On the curve P-256.
KeyHandle make_key();
bool is_p256(const EVP_PKEY* key);

// PKCS #8, not encrypted.
std::string private_pem(EVP_PKEY* key);
std::string public_pem(EVP_PKEY* key);
// Throws CryptoError where it is no private key on P-256.
KeyHandle private_key(std::string_view pem);

// For reading PEM; the text must outlive it.
BioHandle bio_over(std::string_view text);
// For writing, and what was written.
BioHandle memory_bio();
std::string content_of(BIO* bio);

}  // namespace key_cabinet
