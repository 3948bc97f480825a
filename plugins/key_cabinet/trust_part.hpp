// Which cabinets are trusted, wired: their credentials, how they are recognised, `callboard cabinet`.
#pragma once

#include <optional>

#include "cabinet_commands.hpp"
#include "cabinets.hpp"
#include "device_authenticator.hpp"
#include "foundation.hpp"
#include "open_authenticator.hpp"

namespace key_cabinet {

class TrustPart {
 public:
  TrustPart(callboard::Registrar& host, Foundation& foundation);

  // Null where cabinets have no credentials.
  Cabinets* cabinets() { return cabinets_ ? &*cabinets_ : nullptr; }

 private:
  void open_to_all(callboard::Registrar& host, const Foundation& foundation);
  void add_cabinets(callboard::Registrar& host, Foundation& foundation);

  std::optional<DeviceTokens> tokens_;
  std::optional<Cabinets> cabinets_;
  std::optional<CabinetCommands> commands_;
  std::optional<OpenAuthenticator> everybody_;
  std::optional<DeviceAuthenticator> authenticator_;
};

}  // namespace key_cabinet
