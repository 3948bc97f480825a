// One-time codes as a second factor, for somebody who is signed in: set up, with a code that proves it; new recovery
// codes; switched off. Each change ends the account's other sessions, is journaled, and is mailed to its owner.
// Thread-safe.
#pragma once

#include "credential_changes.hpp"
#include "totp_codes.hpp"
#include "user_repository.hpp"

namespace accounts {

class Mfa {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const TotpRepository& totp;
    const RecoveryCodeRepository& recovery;
    const TotpCodes& codes;
    const TotpOffers& offers;
    const Sessions& sessions;
    const CredentialChanges& changes;
    const callboard::Clock& clock;
  };
  explicit Mfa(const Parts& parts) : parts_(parts) {}

  struct State {
    bool on = false;
    int codes_left = 0;
  };
  State state(const callboard::Visitor& by) const;

  TotpOffer offer(const callboard::Visitor& by) const;

  // The session in which a change is made, and from where.
  struct From {
    std::string session_token;
    Client client;
  };
  struct Changed {
    std::vector<std::string> codes;  // to be shown once
    SessionCookie session;           // this session under a new token
  };

  enum class Outcome { Done, WrongCode, Expired, OnAlready };
  struct Confirmed {
    Outcome outcome{};
    TotpOffer offer;  // where the code was wrong: the same again
    Changed changed;
  };
  Confirmed confirm(const callboard::Visitor& by, const From& from, const std::string& sealed,
                    const std::string& code) const;
  // Throws Conflict where codes are off.
  Changed renew_recovery_codes(const callboard::Visitor& by, const From& from) const;
  Changed switch_off(const callboard::Visitor& by, const From& from) const;

 private:
  struct Hold {
    User user;
    LiveSession session;
  };
  Hold hold(callboard::Transaction& tx, const callboard::Visitor& by, const From& from) const;
  SessionCookie finish(callboard::Transaction& tx, const Hold& held, Event event, const From& from) const;

  Parts parts_;
};

}  // namespace accounts
