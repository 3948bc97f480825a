#include <callboard/crypto.hpp>

#include "webauthn.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr int kTimeout = 300'000;  // milliseconds

std::string lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string without_usual_port(std::string origin) {
  for (const auto& [scheme, port] : {std::pair("https://", ":443"), std::pair("http://", ":80")}) {
    if (origin.starts_with(scheme) && origin.ends_with(port)) origin.resize(origin.size() - std::string(port).size());
  }
  return origin;
}

nlohmann::json algorithms() {
  auto list = nlohmann::json::array();
  for (const auto algorithm : {PasskeyAlgorithm::EdDsa, PasskeyAlgorithm::Es256, PasskeyAlgorithm::Rs256}) {
    list.push_back({{"type", "public-key"}, {"alg", static_cast<int>(algorithm)}});
  }
  return list;
}

}  // namespace

// `[site] url` was checked when the configuration was read: it has a scheme and a host.
RelyingParty relying_party(const SiteInfo& site) {
  const auto host = site.url.find("://") + 3;
  const auto origin = without_usual_port(lower_case(site.url.substr(0, site.url.find('/', host))));
  return {origin.substr(host, origin.find(':', host) - host), site.name, origin};
}

std::string new_passkey_handle() { return random_bytes(32); }
std::string new_passkey_challenge() { return random_bytes(32); }

nlohmann::json registration_options(const RelyingParty& party, const PasskeyOwner& owner, std::string_view challenge,
                                    const std::vector<std::string>& existing_ids) {
  auto existing = nlohmann::json::array();
  for (const auto& id : existing_ids) existing.push_back({{"type", "public-key"}, {"id", to_base64url(id)}});
  return {{"rp", {{"id", party.id}, {"name", party.name}}},
          {"user", {{"id", to_base64url(owner.handle)}, {"name", owner.name}, {"displayName", owner.display_name}}},
          {"challenge", to_base64url(challenge)},
          {"pubKeyCredParams", algorithms()},
          {"timeout", kTimeout},
          {"excludeCredentials", std::move(existing)},
          {"authenticatorSelection",
           {{"residentKey", "required"}, {"requireResidentKey", true}, {"userVerification", "required"}}},
          {"attestation", "none"}};
}

// No list of allowed credentials: the passkey says who it is, and nobody learns who has one.
nlohmann::json sign_in_options(const RelyingParty& party, std::string_view challenge) {
  return {{"rpId", party.id},
          {"challenge", to_base64url(challenge)},
          {"timeout", kTimeout},
          {"userVerification", "required"}};
}

}  // namespace accounts
