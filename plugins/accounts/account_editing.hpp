// What an administrator writes into other people's accounts: new ones, names, addresses, roles. All that is asked for
// is stored, or the faults say why not, and the caller rolls back. Audited, journaled for the owner and mailed to him.
// Thread-safe; everything happens in the caller's transaction.
//
// All throw Forbidden where `by` is no admin by now, and NotFound where there is no such account.
#pragma once

#include "administration.hpp"
#include "profile.hpp"

namespace accounts {

// "username" is the field of ProfileInput's name; "roles" is the field of the roles.
class AccountEditing {
 public:
  struct Parts {
    const UserRepository& users;
    const Administration& administration;
    const CredentialChanges& changes;
    const EmailVerification& verification;
    const Journal& journal;
    const Links& links;
    callboard::AuditLog& audit;
    callboard::Mailer& mailer;
    const callboard::Clock& clock;
    const callboard::Site& site;
  };
  explicit AccountEditing(const Parts& parts) : parts_(parts) {}

  using Roles = std::vector<std::string>;

  struct Created {
    std::optional<UserId> user;  // nothing where there are faults
    callboard::Faults faults;
  };
  // No password opens it yet: its owner is mailed a link to set one.
  Created create(callboard::Transaction& tx, const callboard::Visitor& by, const ProfileInput& input,
                 const Roles& roles) const;
  // What is not set stays as it is.
  callboard::Faults change(callboard::Transaction& tx, const callboard::Visitor& by, UserId id,
                           const ProfileInput& input, const std::optional<Roles>& roles) const;

 private:
  void set_profile(callboard::Transaction& tx, const callboard::Visitor& by, const User& user,
                   const ProfileInput& input) const;
  bool set_email(callboard::Transaction& tx, const callboard::Visitor& by, const User& user,
                 const ProfileInput& input) const;
  void set_roles(callboard::Transaction& tx, const callboard::Visitor& by, UserId id, const ProfileInput& input,
                 const Roles& roles, callboard::Faults& faults) const;
  void welcome(callboard::Transaction& tx, const callboard::Visitor& by, const User& user) const;
  void audit(callboard::Transaction& tx, const callboard::Visitor& by, const char* action, UserId id,
             std::vector<callboard::AuditChange> changes) const;

  Parts parts_;
};

}  // namespace accounts
