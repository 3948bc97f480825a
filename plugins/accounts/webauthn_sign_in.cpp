#include <memory>

#include <fido.h>

#include <callboard/crypto.hpp>

#include "webauthn.hpp"
#include "webauthn_authenticator_data.hpp"
#include "webauthn_client_data.hpp"
#include "webauthn_keys.hpp"

namespace accounts {

using namespace callboard;

namespace {

void require(int result, const char* what) {
  if (result != FIDO_OK) throw WebauthnRefusal(std::string("sign-in: ") + what + ": " + fido_strerr(result));
}

struct FreeAssertion {
  void operator()(fido_assert_t* assertion) const { fido_assert_free(&assertion); }
};
using Assertion = std::unique_ptr<fido_assert_t, FreeAssertion>;

Assertion assertion_of(const RelyingParty& party, const SignInAnswer& answer) {
  fido_init(0);
  Assertion assertion(fido_assert_new());
  if (!assertion) throw std::bad_alloc();
  const auto hash = sha256(answer.client_data);
  auto* const it = assertion.get();
  require(fido_assert_set_count(it, 1), "count");
  require(fido_assert_set_rp(it, party.id.c_str()), "relying party");
  require(fido_assert_set_up(it, FIDO_OPT_TRUE), "user presence");
  require(fido_assert_set_uv(it, FIDO_OPT_TRUE), "user verification");
  require(fido_assert_set_clientdata_hash(it, fido_bytes(hash), hash.size()), "client data");
  require(fido_assert_set_authdata_raw(it, 0, fido_bytes(answer.authenticator_data), answer.authenticator_data.size()),
          "authenticator data");
  require(fido_assert_set_sig(it, 0, fido_bytes(answer.signature), answer.signature.size()), "signature");
  return assertion;
}

// Synchronised passkeys do not count at all: zero, always.
void require_counted_on(std::uint32_t before, std::uint32_t now) {
  if (before == 0 && now == 0) return;
  if (now <= before) throw CounterWentBack("the passkey's counter went back");
}

}  // namespace

PasskeyUse verify_sign_in(const RelyingParty& party, std::string_view challenge, const SignInAnswer& answer,
                          const PasskeyCredential& credential) {
  require_client_data(answer.client_data, "webauthn.get", challenge, party);
  const auto stated = AuthenticatorData::read(answer.authenticator_data);
  stated.require(party);
  if (stated.backup_eligible != credential.backup_eligible) throw WebauthnRefusal("another backup eligibility");
  const auto key = read_public_key(credential.algorithm, credential.public_key);
  require(fido_assert_verify(assertion_of(party, answer).get(), 0, static_cast<int>(credential.algorithm), key.get()),
          "signature");
  require_counted_on(credential.sign_count, stated.sign_count);
  return {stated.sign_count, stated.backed_up};
}

}  // namespace accounts
