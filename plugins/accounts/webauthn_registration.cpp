#include <memory>

#include <fido.h>

#include <callboard/crypto.hpp>

#include "webauthn.hpp"
#include "webauthn_authenticator_data.hpp"
#include "webauthn_cbor.hpp"
#include "webauthn_client_data.hpp"
#include "webauthn_keys.hpp"

namespace accounts {

using namespace callboard;

namespace {

struct Attestation {
  std::string format;
  std::string statement;  // CBOR
  bool statement_is_empty = false;
  std::string authenticator_data;
};

Attestation read_attestation(std::string_view bytes) {
  const auto map = read_cbor_map(bytes, "attestation");
  const auto format = cbor_text(cbor_member(map.get(), "fmt"));
  const auto authenticator_data = cbor_bytes(cbor_member(map.get(), "authData"));
  const auto* statement = cbor_member(map.get(), "attStmt");
  if (!format || !authenticator_data || !statement || !cbor_isa_map(statement)) {
    throw WebauthnRefusal("attestation: a member is missing");
  }
  return {*format, cbor_encoded(statement), cbor_map_size(statement) == 0, *authenticator_data};
}

PasskeyAlgorithm algorithm_of(const AuthenticatorData::NewKey& key) {
  for (const auto known : {PasskeyAlgorithm::Es256, PasskeyAlgorithm::EdDsa, PasskeyAlgorithm::Rs256}) {
    if (key.algorithm == static_cast<int>(known)) return known;
  }
  throw WebauthnRefusal("public key: an algorithm that was not offered");
}

// libfido2's view of the new credential: it checks the key's kind, curve and length.
class Credential {
 public:
  Credential() : credential_((fido_init(0), fido_cred_new())) {
    if (!credential_) throw std::bad_alloc();
  }

  void set(const RelyingParty& party, const RegistrationAnswer& answer, const Attestation& attestation,
           PasskeyAlgorithm algorithm) {
    const auto hash = sha256(answer.client_data);
    auto* const credential = credential_.get();
    require(fido_cred_set_type(credential, static_cast<int>(algorithm)), "type");
    require(fido_cred_set_rp(credential, party.id.c_str(), party.name.c_str()), "relying party");
    require(fido_cred_set_uv(credential, FIDO_OPT_TRUE), "user verification");
    require(fido_cred_set_clientdata_hash(credential, fido_bytes(hash), hash.size()), "client data");
    require(fido_cred_set_authdata_raw(credential, fido_bytes(attestation.authenticator_data),
                                       attestation.authenticator_data.size()),
            "public key");
  }

  // "Self attestation": the new key itself has signed.
  void require_own_signature(const Attestation& attestation) {
    auto* const credential = credential_.get();
    require(fido_cred_set_fmt(credential, attestation.format.c_str()), "format");
    require(fido_cred_set_attstmt(credential, fido_bytes(attestation.statement), attestation.statement.size()),
            "statement");
    if (fido_cred_x5c_len(credential) != 0) throw WebauthnRefusal("attestation: a certificate, though none was asked");
    require(fido_cred_verify_self(credential), "signature");
  }

  std::string public_key() const {
    return {reinterpret_cast<const char*>(fido_cred_pubkey_ptr(credential_.get())),
            fido_cred_pubkey_len(credential_.get())};
  }

 private:
  static void require(int result, const char* what) {
    if (result != FIDO_OK) throw WebauthnRefusal(std::string("registration: ") + what + ": " + fido_strerr(result));
  }
  struct Free {
    void operator()(fido_cred_t* credential) const { fido_cred_free(&credential); }
  };
  std::unique_ptr<fido_cred_t, Free> credential_;
};

// "none" was asked for: a browser then sends that, or what the passkey signed about itself.
void require_attestation(Credential& credential, const Attestation& attestation) {
  if (attestation.format == "packed") return credential.require_own_signature(attestation);
  if (attestation.format != "none") throw WebauthnRefusal("attestation: a format that was not asked for");
  if (!attestation.statement_is_empty) throw WebauthnRefusal("attestation: a statement of none");
}

}  // namespace

PasskeyCredential verify_registration(const RelyingParty& party, std::string_view challenge,
                                      const RegistrationAnswer& answer) {
  require_client_data(answer.client_data, "webauthn.create", challenge, party);
  const auto attestation = read_attestation(answer.attestation);
  const auto stated = AuthenticatorData::read(attestation.authenticator_data);
  stated.require(party);
  if (!stated.new_key) throw WebauthnRefusal("authenticator data: no new key");
  if (stated.new_key->credential_id != answer.id) throw WebauthnRefusal("the answer names another credential");

  const auto algorithm = algorithm_of(*stated.new_key);
  Credential credential;
  credential.set(party, answer, attestation, algorithm);
  read_public_key(algorithm, credential.public_key());
  require_attestation(credential, attestation);
  return {answer.id,
          algorithm,
          credential.public_key(),
          stated.sign_count,
          stated.backup_eligible,
          stated.backed_up,
          stated.new_key->aaguid};
}

}  // namespace accounts
