// What browsers and authenticators say about a passkey: CBOR, authenticator data, keys, client data. Whatever comes is
// taken or refused.
#include "fuzz.hpp"
#include "webauthn.hpp"
#include "webauthn_authenticator_data.hpp"
#include "webauthn_cbor.hpp"
#include "webauthn_client_data.hpp"

using namespace accounts;
namespace fuzz = callboard::fuzz;

namespace {

const RelyingParty kParty{"school.example", "The school", "https://school.example"};
const std::string kChallenge(32, 'c');
const std::string kClientData =
    R"({"type":"webauthn.create","challenge":"Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2M","origin":"https://school.example"})";

template <typename Work>
void may_refuse(const Work& work) {
  try {
    work();
  } catch (const WebauthnRefusal&) {
  }
}

// The id that the attestation itself names, so that the key behind it is read too.
void register_with(const std::string& attestation) {
  const auto map = read_cbor_map(attestation, "attestation");
  const auto stated = AuthenticatorData::read(cbor_bytes(cbor_member(map.get(), "authData")).value_or(""));
  if (!stated.new_key) return;
  const auto credential =
      verify_registration(kParty, kChallenge, {stated.new_key->credential_id, kClientData, attestation});
  fuzz::promise(!credential.public_key.empty(), "a passkey has a key");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  const auto length = cbor_item_length(text);
  fuzz::promise(!length || *length <= text.size(), "an item is no longer than what there is");
  may_refuse([&] { AuthenticatorData::read(text); });
  may_refuse([&] { register_with(text); });
  may_refuse([&] { require_client_data(text, "webauthn.create", kChallenge, kParty); });
  return 0;
}
