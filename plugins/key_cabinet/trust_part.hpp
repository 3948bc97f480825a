// Which cabinets are trusted, wired: their credentials, how they are recognised, what they tell of themselves,
// `callboard cabinet`, and their administration.
#pragma once

#include <optional>

#include "cabinet_commands.hpp"
#include "cabinets.hpp"
#include "cabinets_admin.hpp"
#include "credential_pages.hpp"
#include "device_api.hpp"
#include "device_authenticator.hpp"
#include "foundation.hpp"
#include "revocation_file.hpp"
#include "sql_device_states.hpp"

namespace key_cabinet {

class TrustPart {
 public:
  TrustPart(callboard::Registrar& host, Foundation& foundation);

  // Null where cabinets have no credentials.
  Cabinets* cabinets() { return maker_.makes_tokens() ? &cabinets_ : nullptr; }

 private:
  void add_routes(callboard::Registrar& host);
  void add_administration(callboard::Registrar& host);

  std::optional<DeviceTokens> tokens_;
  const SqlDeviceStates states_;
  const CredentialMaker maker_;
  Cabinets cabinets_;
  RevocationFile revocations_;
  CabinetCommands commands_;
  LastSeen last_seen_;
  DeviceAuthenticator authenticator_;
  DeviceRequests requests_;
  DeviceApi api_;
  CabinetsAdmin admin_;
  std::optional<CredentialPages> pages_;
};

}  // namespace key_cabinet
