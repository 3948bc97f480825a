// Recognises a cabinet by the device token in its Authorization header (RFC 6750). Thread-safe.
#pragma once

#include <callboard/router.hpp>

#include "cabinet_repository.hpp"

namespace key_cabinet {

class DeviceAuthenticator : public callboard::Authenticator {
 public:
  DeviceAuthenticator(callboard::Database& database, const CabinetRepository& rows, const DeviceTokens& tokens,
                      const callboard::Clock& clock, callboard::Language messages)
      : database_(database), rows_(rows), tokens_(tokens), clock_(clock), messages_(messages) {}

  callboard::Visitor::Kind recognises() const override { return callboard::Visitor::Kind::Device; }
  // Asks the database each time: a revocation takes effect at once, in every process.
  std::optional<callboard::Visitor> authenticate(const callboard::Request& request) override;

 private:
  callboard::Database& database_;
  const CabinetRepository& rows_;
  const DeviceTokens& tokens_;
  const callboard::Clock& clock_;
  callboard::Language messages_;
};

}  // namespace key_cabinet
