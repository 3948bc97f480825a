// Which cabinets are trusted: enrolling one makes its device token, revoking ends it at once. Thread-safe.
// Used from the command line, by whoever may start programs as the host's user.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <callboard/database.hpp>
#include <callboard/services.hpp>

#include "cabinet_repository.hpp"

namespace key_cabinet {

enum class CabinetName { Valid, Blank, TooLong, ControlCharacters };
CabinetName check_cabinet_name(const std::string& name);

class Cabinets {
 public:
  Cabinets(callboard::Database& database, const CabinetRepository& rows, const DeviceTokens& tokens,
           const callboard::Clock& clock, std::chrono::seconds token_lifetime)
      : database_(database), rows_(rows), tokens_(tokens), clock_(clock), token_lifetime_(token_lifetime) {}

  struct Enrolled {
    CabinetId id{};
    std::string token;  // shown once; only its id is stored
    callboard::Time expires;
  };
  // Nothing where a cabinet of that name is trusted already. One that was revoked comes back with its history.
  std::optional<Enrolled> enrol(const std::string& name);
  // The same, but a token that it has is revoked.
  Enrolled enrol_anew(const std::string& name);

  std::vector<Cabinet> list();
  // False where there is no such cabinet.
  bool revoke(const std::string& name);

 private:
  Enrolled give_token(callboard::Transaction& tx, const std::string& name);

  callboard::Database& database_;
  const CabinetRepository& rows_;
  const DeviceTokens& tokens_;
  const callboard::Clock& clock_;
  std::chrono::seconds token_lifetime_;
};

}  // namespace key_cabinet
