// Inviting a teacher: a link goes to the address, good once and for a week; whoever opens it chooses a name and a
// password. That the address is his is known by then. Thread-safe.
#pragma once

#include "administration.hpp"

namespace accounts {

class Invitations {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const Links& links;
    const Administration& administration;
    const Registration& registration;
    PasswordHasher& hasher;
    callboard::AuditLog& audit;
    callboard::Mailer& mailer;
    const callboard::Clock& clock;
    const callboard::Site& site;
  };
  explicit Invitations(const Parts& parts) : parts_(parts) {}

  // A newer one to the same address voids the older. Faults of "email". Throws Forbidden as Administration does.
  callboard::Faults invite(const callboard::Visitor& by, const std::string& email, const Client& from) const;
  // Those that are open, the newest first.
  std::vector<Link> open(const callboard::Visitor& by) const;
  // False: it is used up or has expired. `token_hash` as open() tells it.
  bool revoke(const callboard::Visitor& by, const std::string& token_hash) const;

  // The invitation that the link's token stands for.
  std::optional<Link> find(const std::string& token) const;

  struct Acceptance {
    std::string name;
    std::string password;
    std::string again;
    Client client;
  };
  struct Accepted {
    bool link_is_dead = false;
    callboard::Faults faults;  // "username", "email", "password1", "password2"; the link stays good then
  };
  Accepted accept(const std::string& token, const Acceptance& acceptance) const;

 private:
  std::optional<Link> find(callboard::Transaction& tx, const std::string& token) const;

  Parts parts_;
};

}  // namespace accounts
