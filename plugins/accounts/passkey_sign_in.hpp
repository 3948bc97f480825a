// Signing in with a passkey: something its owner has, and, as the authenticator verified its owner, something that he
// knows or is. So it counts as both factors. Thread-safe.
#pragma once

#include <nlohmann/json.hpp>

#include "credential_changes.hpp"
#include "passkey_repository.hpp"
#include "sign_in.hpp"
#include "webauthn_challenges.hpp"

namespace accounts {

class PasskeySignIn {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const PasskeyRepository& rows;
    const WebauthnChallenges& challenges;
    const SignIn& sign_in;
    const CredentialChanges& changes;
    const Journal& journal;
    const callboard::Clock& clock;
    callboard::Log& log;
  };
  PasskeySignIn(const Parts& parts, RelyingParty party) : parts_(parts), party_(std::move(party)) {}

  // {"options": …, "state": …}; the same for everybody, and nothing is stored.
  nlohmann::json ask() const;

  struct Attempt {
    std::string state;
    nlohmann::json credential;
    bool remembered = false;
    Client client;
  };
  enum class Outcome { Done, Refused, Disabled, Unverified };
  struct Result {
    Outcome outcome{};
    UserId user{};
    SessionCookie session = {};
  };
  Result sign_in(const Attempt& attempt) const;

 private:
  Result checked(const Attempt& attempt) const;
  PasskeyUse verified(const KeptPasskey& kept, const SignInAnswer& answer,
                      const WebauthnChallenges::Challenge& challenge) const;
  Result open(callboard::Transaction& tx, const Attempt& attempt, const KeptPasskey& kept, const PasskeyUse& use,
              const WebauthnChallenges::Challenge& challenge) const;
  Result note_failure(UserId user, Event event, const Client& client) const;

  Parts parts_;
  RelyingParty party_;
};

}  // namespace accounts
