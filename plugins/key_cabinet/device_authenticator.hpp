// Recognises a cabinet by its client certificate, which nginx has verified, or by the device token in its Authorization
// header (RFC 6750); which of them counts says the setting `auth`. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include <callboard/router.hpp>

#include "cabinet_look_ups.hpp"
#include "device_states.hpp"
#include "settings.hpp"

namespace key_cabinet {

class DeviceAuthenticator : public callboard::Authenticator {
 public:
  // `tokens` may be null: there are none then.
  DeviceAuthenticator(callboard::Database& database, const CabinetRepository& rows, const DeviceTokens* tokens,
                      LastSeen& last_seen, const callboard::Clock& clock, const Settings& settings)
      : look_ups_(database, rows, clock),
        tokens_(tokens),
        last_seen_(last_seen),
        clock_(clock),
        auth_(settings.auth),
        messages_(settings.messages) {}

  callboard::Visitor::Kind recognises() const override { return callboard::Visitor::Kind::Device; }
  // Asks the database each time: a revocation takes effect at once, in every process.
  std::optional<callboard::Visitor> authenticate(const callboard::Request& request) override;

 private:
  std::optional<KnownCabinet> known(const callboard::Request& request);
  KnownCabinet known_or_anybody(const callboard::Request& request);
  KnownCabinet by_certificate(const callboard::Request& request);
  std::optional<DeviceToken> token_in(const callboard::Request& request);
  DeviceToken verified(std::string_view encoded);
  callboard::Visitor visitor(KnownCabinet cabinet) const;

  CabinetLookUps look_ups_;
  const DeviceTokens* tokens_;
  LastSeen& last_seen_;
  const callboard::Clock& clock_;
  Auth auth_;
  callboard::Language messages_;

  std::mutex mutex_;
  std::map<std::string, DeviceToken, std::less<>> genuine_;  // as they came
};

}  // namespace key_cabinet
