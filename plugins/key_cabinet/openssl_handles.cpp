#include "openssl_handles.hpp"

#include <limits>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace key_cabinet {

void require_done(int result, const char* what) {
  if (result == 1) return;
  const auto code = ERR_peek_last_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  throw CryptoError(std::string(what) + (reason == nullptr ? "" : std::string(": ") + reason));
}

KeyHandle make_key() { return require_made(KeyHandle(EVP_EC_gen("P-256")), "making a key"); }

// A key may also carry the curve's numbers instead of its name: nobody needs that, and it makes a large certificate.
bool is_p256(const EVP_PKEY* key) {
  if (key == nullptr || EVP_PKEY_get_base_id(key) != EVP_PKEY_EC) return false;
  char group[32] = {};
  std::size_t size = 0;
  if (EVP_PKEY_get_group_name(key, group, sizeof group, &size) != 1) return false;
  int spelt_out = 0;
  EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &spelt_out);
  return std::string_view(group, size) == "prime256v1" && spelt_out == 0;
}

std::string private_pem(EVP_PKEY* key) {
  const auto out = memory_bio();
  require_done(PEM_write_bio_PKCS8PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr), "writing a key");
  return content_of(out.get());
}

std::string public_pem(EVP_PKEY* key) {
  const auto out = memory_bio();
  require_done(PEM_write_bio_PUBKEY(out.get(), key), "writing a public key");
  return content_of(out.get());
}

KeyHandle private_key(std::string_view pem) {
  // Without the callback OpenSSL would ask the terminal for a password.
  const auto no_password = [](char*, int, int, void*) { return -1; };
  const auto in = bio_over(pem);
  auto key =
      require_made(KeyHandle(PEM_read_bio_PrivateKey(in.get(), nullptr, no_password, nullptr)), "no private key");
  if (!is_p256(key.get())) throw CryptoError("the key is not on the curve P-256");
  return key;
}

BioHandle bio_over(std::string_view text) {
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) throw CryptoError("too long a text");
  return require_made(BioHandle(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))), "memory");
}

BioHandle memory_bio() { return require_made(BioHandle(BIO_new(BIO_s_mem())), "memory"); }

std::string content_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace key_cabinet
