#include "webauthn_keys.hpp"

#include <new>

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

namespace accounts {

namespace {

// libfido2's three kinds of keys share no type but work alike. What OpenSSL makes of a key tells whether it is one.
template <typename Key>
std::shared_ptr<const void> read(const std::string& bytes, Key* (*make)(), void (*release)(Key**),
                                 int (*parse)(Key*, const void*, std::size_t), EVP_PKEY* (*convert)(const Key*)) {
  const std::shared_ptr<Key> key(make(), [release](Key* it) { release(&it); });
  if (!key) throw std::bad_alloc();
  if (parse(key.get(), bytes.data(), bytes.size()) != FIDO_OK) throw WebauthnRefusal("public key: malformed");
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> converted(convert(key.get()), &EVP_PKEY_free);
  if (!converted) throw WebauthnRefusal("public key: not valid");
  return key;
}

}  // namespace

std::shared_ptr<const void> read_public_key(PasskeyAlgorithm algorithm, const std::string& bytes) {
  switch (algorithm) {
    case PasskeyAlgorithm::Es256:
      return read(bytes, es256_pk_new, es256_pk_free, es256_pk_from_ptr, es256_pk_to_EVP_PKEY);
    case PasskeyAlgorithm::EdDsa:
      return read(bytes, eddsa_pk_new, eddsa_pk_free, eddsa_pk_from_ptr, eddsa_pk_to_EVP_PKEY);
    case PasskeyAlgorithm::Rs256:
      return read(bytes, rs256_pk_new, rs256_pk_free, rs256_pk_from_ptr, rs256_pk_to_EVP_PKEY);
  }
  throw WebauthnRefusal("public key: an unknown algorithm");
}

}  // namespace accounts
