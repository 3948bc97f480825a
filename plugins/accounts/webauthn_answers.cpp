#include <callboard/crypto.hpp>

#include "webauthn.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr std::size_t kMaxClientData = 4096;
constexpr std::size_t kMaxAttestation = 16 * 1024;
constexpr std::size_t kMaxAuthenticatorData = 4096;
constexpr std::size_t kMaxSignature = 1024;
constexpr std::size_t kMaxHandle = 64;

const nlohmann::json& member(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) throw WebauthnRefusal(std::string("no ") + name);
  return *found;
}

std::string bytes(const nlohmann::json& object, const char* name, std::size_t most) {
  const auto& value = member(object, name);
  if (!value.is_string()) throw WebauthnRefusal(std::string(name) + " is no text");
  const auto& text = value.get_ref<const std::string&>();
  if (text.size() > (most * 4 + 2) / 3) throw WebauthnRefusal(std::string(name) + " is too long");
  const auto decoded = from_base64url(text);
  if (!decoded || decoded->empty()) throw WebauthnRefusal(std::string(name) + " is no base64url");
  return *decoded;
}

const nlohmann::json& response_of(const nlohmann::json& credential) {
  if (!credential.is_object()) throw WebauthnRefusal("no credential");
  if (member(credential, "type") != "public-key") throw WebauthnRefusal("another type of credential");
  const auto& response = member(credential, "response");
  if (!response.is_object()) throw WebauthnRefusal("response is no object");
  return response;
}

}  // namespace

RegistrationAnswer RegistrationAnswer::read(const nlohmann::json& credential) {
  const auto& response = response_of(credential);
  return {bytes(credential, "rawId", kMaxCredentialId), bytes(response, "clientDataJSON", kMaxClientData),
          bytes(response, "attestationObject", kMaxAttestation)};
}

// A passkey is discoverable, so its answer always says whose it is.
SignInAnswer SignInAnswer::read(const nlohmann::json& credential) {
  const auto& response = response_of(credential);
  return {bytes(credential, "rawId", kMaxCredentialId), bytes(response, "clientDataJSON", kMaxClientData),
          bytes(response, "authenticatorData", kMaxAuthenticatorData), bytes(response, "signature", kMaxSignature),
          bytes(response, "userHandle", kMaxHandle)};
}

}  // namespace accounts
