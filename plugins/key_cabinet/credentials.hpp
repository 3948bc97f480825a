// Makes what a cabinet proves itself with: tokens and certificates. Thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <callboard/database.hpp>
#include <callboard/site.hpp>

#include "ca_folder.hpp"
#include "cabinet_repository.hpp"
#include "settings.hpp"

namespace key_cabinet {

// What a cabinet is to get.
struct WantedCredentials {
  bool token = true;
  bool certificate = false;
  // The device's own certificate request, in PEM; empty: its key is made here.
  std::string request = {};
};

// Shown once: of the token only its id is stored, of the certificate its serial, of the key nothing.
struct Credentials {
  CabinetId id{};
  std::string token;  // empty: none
  callboard::Time expires;
  std::string certificate = {};  // PEM, as are the others; empty: none
  std::string private_key = {};  // empty where the device has made its own
  std::string ca = {};
  std::string snapshot_key = {};  // the public key that snapshots are signed with
  callboard::Time certificate_expires = {};
};

class CredentialMaker {
 public:
  // `tokens` may be null: there are none then. All are kept by reference.
  CredentialMaker(const Settings& settings, const DeviceTokens* tokens, const CaFolder& folder,
                  const callboard::Site& site)
      : settings_(settings), tokens_(tokens), folder_(folder), site_(site) {}

  bool makes_tokens() const { return tokens_ != nullptr; }
  // The CA's key is in its folder.
  bool makes_certificates() const;
  // Throws CryptoError where a certificate is wanted for a request that is none.
  static void check(const WantedCredentials& wanted);

  // Stores what is stored of them. Throws CryptoError, FileError where what is wanted cannot be made.
  Credentials make(callboard::Transaction& tx, const CabinetRepository& rows, const KnownCabinet& cabinet,
                   const WantedCredentials& wanted, callboard::Time now) const;

 private:
  void add_token(callboard::Transaction& tx, const CabinetRepository& rows, Credentials& made,
                 callboard::Time now) const;
  void add_certificate(callboard::Transaction& tx, const CabinetRepository& rows, const KnownCabinet& cabinet,
                       const WantedCredentials& wanted, Credentials& made, callboard::Time now) const;

  const Settings& settings_;
  const DeviceTokens* tokens_;
  const CaFolder& folder_;
  const callboard::Site& site_;
};

// The CA in that folder. Throws FileError, CryptoError where there is none.
CabinetCa load_ca(const CaFolder& folder);
// Makes the CA and all that belongs to it. Throws FileError where something of it is there already.
void make_ca_folder(const CaFolder& folder, const std::string& school, callboard::Time now);

}  // namespace key_cabinet
