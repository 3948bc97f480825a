// Which cabinets are trusted: enrolling one makes its credentials, revoking ends them at once. Thread-safe. Every
// change is in the audit log, without the credentials.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <callboard/audit.hpp>
#include <callboard/database.hpp>
#include <callboard/services.hpp>

#include "cabinet_repository.hpp"
#include "credentials.hpp"

namespace key_cabinet {

inline constexpr const char* kCabinetRecord = "key_cabinet";  // in the audit log and in the search index
inline constexpr std::size_t kMaxPlace = 200;                 // characters, as in the schema

enum class CabinetName { Valid, Blank, TooLong, ControlCharacters };
CabinetName check_cabinet_name(const std::string& name);

class Cabinets {
 public:
  Cabinets(callboard::Database& database, const CabinetRepository& rows, const CredentialMaker& maker,
           const callboard::Clock& clock, callboard::AuditLog& audit)
      : database_(database), rows_(rows), maker_(maker), clock_(clock), audit_(audit) {}

  // Nothing where a cabinet of that name is trusted already. One that was revoked comes back with its history.
  // Throws CryptoError and FileError, as do the others that make credentials; nothing is changed then.
  std::optional<Credentials> enrol(const callboard::Visitor& by, const std::string& name,
                                   const WantedCredentials& wanted = {}, const std::string& place = {});
  // The same, but what it has is revoked: for a development stack.
  Credentials enrol_anew(const std::string& name);
  // New credentials; all that it had hold for `grace` and no longer. NotFound.
  Credentials rotate(const callboard::Visitor& by, CabinetId id, const WantedCredentials& wanted,
                     std::chrono::seconds grace);
  // NotFound.
  void revoke(const callboard::Visitor& by, CabinetId id);
  void revoke(callboard::Transaction& tx, const callboard::Visitor& by, CabinetId id);

  std::vector<Cabinet> list();
  std::optional<Cabinet> find(const std::string& name);
  std::optional<Cabinet> find(CabinetId id);
  std::optional<Cabinet> find(callboard::Transaction& tx, CabinetId id);
  const CredentialMaker& maker() const { return maker_; }

 private:
  Credentials give(callboard::Transaction& tx, const callboard::Visitor& by, const KnownCabinet& cabinet,
                   const WantedCredentials& wanted, const char* action);

  callboard::Database& database_;
  const CabinetRepository& rows_;
  const CredentialMaker& maker_;
  const callboard::Clock& clock_;
  callboard::AuditLog& audit_;
};

}  // namespace key_cabinet
