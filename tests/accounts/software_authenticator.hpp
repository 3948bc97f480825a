// An authenticator and its browser in software, by OpenSSL alone, so that nothing it makes has passed through the code
// under test. What it does is public, to be done wrongly by a test.
#pragma once

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <nlohmann/json.hpp>

#include "callboard/crypto.hpp"
#include "cbor_writer.hpp"
#include "webauthn.hpp"

namespace accounts {

// The site that tests sign in to.
inline const RelyingParty kParty{"school.example", "The school", "https://school.example"};
inline const std::string kChallenge(32, 'c');

class SoftwareAuthenticator {
 public:
  enum Flags : unsigned {
    kPresent = 0x01,
    kVerified = 0x04,
    kBackupEligible = 0x08,
    kBackedUp = 0x10,
    kNewKey = 0x40,
    kExtensions = 0x80
  };

  explicit SoftwareAuthenticator(PasskeyAlgorithm algorithm = PasskeyAlgorithm::Es256)
      : algorithm_(algorithm), key_(new_key(algorithm)) {}

  // What may be set before it answers.
  std::string party_id = "school.example";
  std::string origin = "https://school.example";
  std::string credential_id = "a credential of this authenticator";
  std::string user_handle = std::string(32, 'h');
  std::string format = "none";
  unsigned flags = kPresent | kVerified;
  std::uint32_t sign_count = 1;
  std::string extensions;  // CBOR
  nlohmann::json more_client_data = nlohmann::json::object();

  std::string client_data(const std::string& type, std::string_view challenge) const {
    nlohmann::json data{
        {"type", type}, {"challenge", callboard::to_base64url(challenge)}, {"origin", origin}, {"crossOrigin", false}};
    data.update(more_client_data);
    return data.dump();
  }

  std::string authenticator_data(unsigned more_flags = 0) const {
    unsigned all = flags | more_flags;
    if (!extensions.empty()) all |= kExtensions;
    std::string data = callboard::sha256(party_id) + cbor::big_endian(all, 1) + cbor::big_endian(sign_count, 4);
    if (all & kNewKey) {
      data += std::string(16, '\0') + cbor::big_endian(credential_id.size(), 2) + credential_id + public_key();
    }
    return data + extensions;
  }

  std::string statement(const std::string& data, const std::string& client) const {
    if (format == "none") return cbor::map({});
    return cbor::map({cbor::text("alg"), cbor::integer(static_cast<int>(algorithm_)), cbor::text("sig"),
                      cbor::bytes(sign(data + callboard::sha256(client)))});
  }
  std::string attestation(const std::string& data, const std::string& client) const {
    return cbor::map({cbor::text("fmt"), cbor::text(format), cbor::text("attStmt"), statement(data, client),
                      cbor::text("authData"), cbor::bytes(data)});
  }

  RegistrationAnswer register_for(std::string_view challenge) const {
    const auto client = client_data("webauthn.create", challenge);
    return {credential_id, client, attestation(authenticator_data(kNewKey), client)};
  }
  SignInAnswer sign_in_for(std::string_view challenge) const {
    const auto client = client_data("webauthn.get", challenge);
    const auto data = authenticator_data();
    return {credential_id, client, data, sign(data + callboard::sha256(client)), user_handle};
  }

  // As COSE_Key (RFC 9052).
  std::string public_key() const {
    using cbor::bytes, cbor::integer, cbor::map;
    const auto algorithm = integer(static_cast<int>(algorithm_));
    if (algorithm_ == PasskeyAlgorithm::EdDsa) {
      return map(
          {integer(1), integer(1), integer(3), algorithm, integer(-1), integer(6), integer(-2), bytes(raw_key())});
    }
    if (algorithm_ == PasskeyAlgorithm::Rs256) {
      return map({integer(1), integer(3), integer(3), algorithm, integer(-1), bytes(number("n")), integer(-2),
                  bytes(number("e"))});
    }
    const auto point = es256_point();
    return map({integer(1), integer(2), integer(3), algorithm, integer(-1), integer(1), integer(-2),
                bytes(point.substr(1, 32)), integer(-3), bytes(point.substr(33, 32))});
  }

  std::string sign(const std::string& message) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const auto* digest = algorithm_ == PasskeyAlgorithm::EdDsa ? nullptr : EVP_sha256();
    check(EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_.get()));
    std::array<unsigned char, 512> signature{};
    std::size_t length = signature.size();
    check(EVP_DigestSign(context.get(), signature.data(), &length, bytes_of(message), message.size()));
    return {reinterpret_cast<const char*>(signature.data()), length};
  }

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  };
  using Key = std::unique_ptr<EVP_PKEY, Free>;

  static const unsigned char* bytes_of(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  }
  static void check(int result) {
    if (result != 1) throw std::runtime_error("OpenSSL");
  }
  static Key new_key(PasskeyAlgorithm algorithm) {
    switch (algorithm) {
      case PasskeyAlgorithm::EdDsa: return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
      case PasskeyAlgorithm::Rs256: return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}));
      case PasskeyAlgorithm::Es256: return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    }
    throw std::logic_error("an algorithm");
  }

  std::string raw_key() const {
    std::string raw(32, '\0');
    std::size_t length = raw.size();
    check(EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(raw.data()), &length));
    return raw;
  }
  // 4, x, y.
  std::string es256_point() const {
    std::string point(65, '\0');
    std::size_t length = 0;
    check(EVP_PKEY_get_octet_string_param(key_.get(), "pub", reinterpret_cast<unsigned char*>(point.data()),
                                          point.size(), &length));
    return point;
  }
  std::string number(const char* name) const {
    BIGNUM* value = nullptr;
    check(EVP_PKEY_get_bn_param(key_.get(), name, &value));
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> owner(value, &BN_free);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
    BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
    return bytes;
  }

  PasskeyAlgorithm algorithm_;
  Key key_;
};

}  // namespace accounts
