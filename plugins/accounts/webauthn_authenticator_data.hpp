// What an authenticator states and signs (WebAuthn level 2, 6.1), taken apart. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "webauthn.hpp"

namespace accounts {

struct AuthenticatorData {
  struct NewKey {
    std::string aaguid;
    std::string credential_id;
    int algorithm = 0;  // COSE's number, whether we take it or not
  };

  std::string party_hash;  // SHA-256 of the relying party's id
  bool user_present = false;
  bool user_verified = false;
  bool backup_eligible = false;
  bool backed_up = false;
  std::uint32_t sign_count = 0;
  std::optional<NewKey> new_key;

  // Throws WebauthnRefusal where it is cut off, has more bytes than its flags say, or is longer than 4 KiB.
  static AuthenticatorData read(std::string_view bytes);

  // Made for this site, with its owner present and verified, its flags in agreement. Throws WebauthnRefusal.
  void require(const RelyingParty& party) const;
};

}  // namespace accounts
