// Another e-mail address: it counts once a link that was mailed there is opened; the old address is told of both.
// Thread-safe.
#pragma once

#include "credential_changes.hpp"
#include "user_repository.hpp"

namespace accounts {

class EmailChange {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const Links& links;
    const CredentialChanges& changes;
    const Journal& journal;
    callboard::Mailer& mailer;
    const callboard::Clock& clock;
    const callboard::Site& site;
  };
  explicit EmailChange(const Parts& parts) : parts_(parts) {}

  // `email` is an address that nobody has. An earlier wish of the same person is void.
  void ask(callboard::Transaction& tx, const User& user, const std::string& email, const Client& from) const;
  // The address that waits to be confirmed, or empty.
  std::string waiting(callboard::Transaction& tx, UserId user) const;

  enum class Outcome { Done, LinkIsDead, Taken };
  // Ends what else is signed in as this person; `kept` is the session in which the link was opened, if any.
  Outcome confirm(const std::string& token, const callboard::Visitor& visitor, const Client& from) const;

 private:
  Parts parts_;
};

}  // namespace accounts
