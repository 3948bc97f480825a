// What administrators see and do of accounts, declared: users, students, and what happened to accounts. Thread-safe.
#pragma once

#include <callboard/registrar.hpp>

#include "account_editing.hpp"
#include "mfa_reset.hpp"

namespace accounts {

class UsersAdmin {
 public:
  struct Parts {
    const AccountEditing& editing;
    const Administration& administration;
    const MfaReset& mfa_reset;
  };
  explicit UsersAdmin(const Parts& parts) : parts_(parts) {}

  callboard::AdminResource users() const;
  // Their profiles alone: whoever has the role of a student.
  callboard::AdminResource students() const;
  // Sign-ins and changes, to be read.
  static callboard::AdminResource events();

 private:
  callboard::AdminWrites writes() const;
  std::vector<callboard::AdminAction> actions() const;

  Parts parts_;
};

}  // namespace accounts
