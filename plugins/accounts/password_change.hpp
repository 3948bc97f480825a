// Changing one's password, with the old one. Thread-safe.
#pragma once

#include <callboard/form.hpp>

#include "credential_changes.hpp"
#include "password_rules.hpp"
#include "sign_in.hpp"

namespace accounts {

class PasswordChange {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const Sessions& sessions;
    const SignIn& sign_in;
    const CredentialChanges& changes;
    PasswordHasher& hasher;
    const PasswordRules& rules;
  };
  explicit PasswordChange(const Parts& parts) : parts_(parts) {}

  struct Input {
    std::string old_password;
    std::string new_password;
    std::string again;
    std::string session_token;
    std::string device;
    Client client;
  };
  struct Changed {
    callboard::Faults faults;  // "old_password", "new_password1", "new_password2"
    std::optional<SessionCookie> session;
  };
  // Ends the account's other sessions and its tokens, and gives this session a new token. Throws TooMany.
  Changed change(const callboard::Visitor& by, const Input& input) const;

 private:
  callboard::Faults faults(const User& user, const Input& input) const;

  Parts parts_;
};

}  // namespace accounts
