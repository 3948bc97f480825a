// Making an account. The rules for names, addresses and passwords are the same for pages and programs. Thread-safe.
#pragma once

#include <callboard/form.hpp>
#include <callboard/rate_limiter.hpp>
#include <callboard/site.hpp>

#include "email_verification.hpp"
#include "password_hasher.hpp"
#include "password_rules.hpp"

namespace accounts {

struct Registrant {
  std::string name;
  std::string email;  // may be empty for a program
  std::string password;
  std::string role{kStudent};
  bool email_verified = false;  // he came by a link that was mailed there
  Client client;
  bool accepts_privacy = false;  // who registers does; one whom somebody else adds was not asked
};

struct Registered {
  std::optional<UserId> user;  // nothing where there are faults
  callboard::Faults faults;    // fields "username", "email", "password1"
  bool taken = false;          // the name or the address is somebody else's
};

class Registration {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const EmailVerification& verification;
    const Journal& journal;
    PasswordHasher& hasher;
    const PasswordRules& rules;
    callboard::RateLimiter& limiter;
    const callboard::Clock& clock;
    const callboard::Site& site;
  };
  explicit Registration(const Parts& parts) : parts_(parts) {}

  // What is wrong with the fields by themselves; "taken" is for add() to say.
  callboard::Faults faults(const Registrant& registrant) const;

  // Throws TooMany where too many come from one network.
  Registered add(const Registrant& registrant) const;
  // The same inside the caller's transaction, with a password that was checked and hashed before.
  Registered add(callboard::Transaction& tx, const Registrant& registrant, const std::string& password_hash) const;

 private:
  Parts parts_;
};

}  // namespace accounts
