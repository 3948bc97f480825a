// What follows every change of a credential (password, address, second factor, roles): all else that is signed
// in as this person ends, what was pending is void, the journal has it, and the person is told by mail.
// Thread-safe; everything happens in the caller's transaction.
#pragma once

#include <callboard/site.hpp>

#include "journal.hpp"
#include "links.hpp"
#include "pending.hpp"
#include "sessions.hpp"
#include "token_repository.hpp"

namespace accounts {

class CredentialChanges {
 public:
  struct Parts {
    const SessionRepository& sessions;
    const TokenRepository& tokens;
    const LinkRepository& links;
    const PendingRepository& pending;
    const Journal& journal;
    callboard::Mailer& mailer;
    const callboard::Clock& clock;
    const callboard::Site& site;
  };
  explicit CredentialChanges(const Parts& parts) : parts_(parts) {}

  // `kept` is the session in which it was done, or kNoSession. `by`: somebody else than its owner.
  void announce(callboard::Transaction& tx, const User& user, Event event, const Client& from, SessionId kept,
                std::optional<UserId> by = std::nullopt) const;

  // The mail alone, to `address`, such as the old one after a change.
  void mail(callboard::Transaction& tx, const User& user, const std::string& address, Event event,
            const Client& from) const;

  // One of the recovery codes was used: that ends nothing, but its owner should know.
  void tell_of_recovery_code(callboard::Transaction& tx, const User& user, const Client& from) const;

  // Ends everything that is signed in as this person but `kept`, and what was pending.
  void end_access(callboard::Transaction& tx, UserId user, SessionId kept) const;

 private:
  Parts parts_;
};

}  // namespace accounts
