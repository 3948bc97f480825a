// Passkeys: the relying party's side of WebAuthn level 2 (registration, 7.1; sign-in, 7.2). What a browser
// sends is taken apart and checked here, keys and signatures by libfido2; nothing is stored or looked up.
// Pure functions of their arguments; thread-safe. Texts named `…id`, `…handle`, `challenge` and `…key` are bytes.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <callboard/site.hpp>

namespace accounts {

// Why an answer does not hold; for the log.
class WebauthnRefusal : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The signature holds, but the passkey has counted less than before: it may have been copied.
class CounterWentBack : public WebauthnRefusal {
 public:
  using WebauthnRefusal::WebauthnRefusal;
};

// The site as browsers and authenticators know it.
struct RelyingParty {
  std::string id;      // the host name of `[site] url`
  std::string name;    // for people
  std::string origin;  // scheme, host and, where it is not the usual one, port
};
RelyingParty relying_party(const callboard::SiteInfo& site);

// Bytes; a longer one is refused.
inline constexpr std::size_t kMaxCredentialId = 1023;

// Algorithms as COSE numbers them.
enum class PasskeyAlgorithm : int { Es256 = -7, EdDsa = -8, Rs256 = -257 };

// A passkey as it is kept.
struct PasskeyCredential {
  std::string id;
  PasskeyAlgorithm algorithm = PasskeyAlgorithm::Es256;
  std::string public_key;  // as libfido2 keeps it
  std::uint32_t sign_count = 0;
  bool backup_eligible = false;  // it may be copied between devices by its provider
  bool backed_up = false;
  std::string aaguid;  // the authenticator's model, 16 bytes, often zeros
};

// Whom a passkey is for, as the person will see it when choosing one.
struct PasskeyOwner {
  std::string handle;  // 32 random bytes, the same for all of a user's passkeys, telling nothing about the user
  std::string name;
  std::string display_name;
};
std::string new_passkey_handle();
std::string new_passkey_challenge();

// The options for `navigator.credentials.create` and `.get`, as JSON (level 3, 5.1.8: bytes in base64url).
nlohmann::json registration_options(const RelyingParty& party, const PasskeyOwner& owner, std::string_view challenge,
                                    const std::vector<std::string>& existing_ids);
nlohmann::json sign_in_options(const RelyingParty& party, std::string_view challenge);

// What a browser answered, from its JSON. Reading throws WebauthnRefusal where a part is missing, of the wrong type,
// not base64url, or longer than any authenticator makes it.
struct RegistrationAnswer {
  std::string id;
  std::string client_data;
  std::string attestation;

  static RegistrationAnswer read(const nlohmann::json& credential);
};
struct SignInAnswer {
  std::string id;
  std::string client_data;
  std::string authenticator_data;
  std::string signature;
  std::string user_handle;

  static SignInAnswer read(const nlohmann::json& credential);
};

// The new passkey: made for this site and this challenge, with its owner present and verified. Throws WebauthnRefusal.
PasskeyCredential verify_registration(const RelyingParty& party, std::string_view challenge,
                                      const RegistrationAnswer& answer);

// What of a passkey changes at a sign-in.
struct PasskeyUse {
  std::uint32_t sign_count = 0;
  bool backed_up = false;
};
// Signed for this site and this challenge by `credential`, with its owner present and verified. That the credential is
// the one that the answer names, and belongs to the answer's handle, is the caller's to look up. Throws
// WebauthnRefusal.
PasskeyUse verify_sign_in(const RelyingParty& party, std::string_view challenge, const SignInAnswer& answer,
                          const PasskeyCredential& credential);

}  // namespace accounts
