// What the browser states, and an authenticator signs by its hash (WebAuthn level 2, 5.8.1). Pure; thread-safe.
#pragma once

#include <string_view>

#include "webauthn.hpp"

namespace accounts {

// `type` is "webauthn.create" or "webauthn.get". Throws WebauthnRefusal where the client data is of another type, for
// another challenge, or from a page of another origin or in another's frame.
void require_client_data(std::string_view client_data, std::string_view type, std::string_view challenge,
                         const RelyingParty& party);

}  // namespace accounts
