// Passkeys: added, renamed and removed by somebody who is signed in. What adds or removes one ends the account's other
// sessions, is journaled, and is mailed to its owner. Thread-safe.
#pragma once

#include <callboard/form.hpp>
#include <nlohmann/json.hpp>

#include "credential_changes.hpp"
#include "passkey_repository.hpp"
#include "user_repository.hpp"
#include "webauthn_challenges.hpp"

namespace accounts {

class Passkeys {
 public:
  static constexpr std::size_t kMost = 20;  // of one account

  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const PasskeyRepository& rows;
    const WebauthnChallenges& challenges;
    const Sessions& sessions;
    const CredentialChanges& changes;
    const callboard::Clock& clock;
    callboard::Log& log;
  };
  Passkeys(const Parts& parts, RelyingParty party) : parts_(parts), party_(std::move(party)) {}

  std::vector<Passkey> list(const callboard::Visitor& by) const;

  // {"options": …, "state": …}: what the browser's authenticator is asked for, and what comes back with its answer.
  // Throws Conflict where the account has as many as it may.
  nlohmann::json ask(const callboard::Visitor& by) const;

  struct Registration {
    std::string state;
    nlohmann::json credential;
    std::string label;  // blank: `usual_label`
    std::string usual_label;
    std::string session_token;
    Client client;
  };
  // This session under a new token. Throws BadRequest where the answer does not hold, or the label is no name.
  SessionCookie add(const callboard::Visitor& by, const Registration& registration) const;

  // Nothing, or what is wrong with the label. Throws NotFound.
  std::optional<callboard::Text> rename(const callboard::Visitor& by, PasskeyId id, const std::string& label) const;
  // This session under a new token. Throws NotFound.
  SessionCookie remove(const callboard::Visitor& by, PasskeyId id, const std::string& session_token,
                       const Client& client) const;

 private:
  struct Hold {
    User user;
    LiveSession session;
  };
  Hold hold(callboard::Transaction& tx, const callboard::Visitor& by, const std::string& session_token) const;
  PasskeyCredential verified(const callboard::Visitor& by, const Registration& registration,
                             const WebauthnChallenges::Challenge& challenge) const;
  std::string handle_of(callboard::Transaction& tx, UserId user) const;

  Parts parts_;
  RelyingParty party_;
};

}  // namespace accounts
