// What an administrator does with other people's accounts. Each change is audited, journaled for its owner and
// mailed to him; one admin who is not disabled always stays. Thread-safe.
//
// All throw Forbidden where `by` is no admin by now, and NotFound where there is no such account.
#pragma once

#include <array>

#include <callboard/audit.hpp>

#include "account_removal.hpp"
#include "credential_changes.hpp"
#include "login_limits.hpp"
#include "registration.hpp"
#include "second_factor_check.hpp"

namespace accounts {

inline constexpr std::array kRoles{kStudent, kTeacher, kAdmin};

class Administration {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const UserDirectory& directory;
    const AccountRemoval& removal;
    const CredentialChanges& changes;
    const Registration& registration;
    const Journal& journal;
    const LoginLimits& limits;
    const SecondFactorCheck& second_factors;
    PasswordHasher& hasher;
    const PasswordRules& rules;
    callboard::AuditLog& audit;
    callboard::Mailer& mailer;
    const callboard::Clock& clock;
  };
  explicit Administration(const Parts& parts) : parts_(parts) {}

  // NoRole: an account has at least one, and only those of kRoles.
  enum class Outcome { Done, Unchanged, LastAdmin, NoRole };

  // Exactly these roles from now on. Ends what is signed in, so that nobody goes on with what he had.
  Outcome set_roles(const callboard::Visitor& by, UserId id, std::vector<std::string> roles, const Client& from) const;
  Outcome disable(const callboard::Visitor& by, UserId id, const Client& from) const;
  Outcome enable(const callboard::Visitor& by, UserId id, const Client& from) const;
  // Forgets wrong passwords and codes, so that its owner may try again at once.
  void unlock(const callboard::Visitor& by, UserId id, const Client& from) const;
  Outcome remove(const callboard::Visitor& by, UserId id) const;

  // The same inside the caller's transaction.
  Outcome set_roles(callboard::Transaction& tx, const callboard::Visitor& by, UserId id, std::vector<std::string> roles,
                    const Client& from) const;
  Outcome disable(callboard::Transaction& tx, const callboard::Visitor& by, UserId id, const Client& from) const;
  Outcome enable(callboard::Transaction& tx, const callboard::Visitor& by, UserId id, const Client& from) const;
  Outcome remove(callboard::Transaction& tx, const callboard::Visitor& by, UserId id) const;
  // What set_roles() locks, in its order: for who has to know the roles before it. False where there is no such user.
  bool lock_roles(callboard::Transaction& tx, UserId id) const;
  // False where the name is somebody else's.
  bool rename(callboard::Transaction& tx, const callboard::Visitor& by, const User& user, const std::string& name,
              const Client& from) const;
  // Of unlocking there is a part that comes once the transaction is committed: the limits have their own.
  void note_unlocked(callboard::Transaction& tx, const callboard::Visitor& by, UserId id, const Client& from) const;
  void forgive(UserId id) const;

  // As if he had registered by himself.
  Registered add(const callboard::Visitor& by, const Registrant& registrant) const;

  struct Change {
    std::optional<std::string> name;
    std::optional<std::string> password;  // ends what is signed in
  };
  struct Changed {
    callboard::Faults faults;  // "username", "password"
    bool taken = false;        // the name is somebody else's; nothing was changed
  };
  Changed change(const callboard::Visitor& by, UserId id, const Change& change, const Client& from) const;

  // Throws Forbidden where he is no admin, or no more: what the request came with may be a moment old.
  void require_admin(callboard::Transaction& tx, const callboard::Visitor& by) const;

 private:
  User locked(callboard::Transaction& tx, UserId id) const;
  callboard::Faults faults(const User& user, const Change& change) const;
  void audit(callboard::Transaction& tx, const callboard::Visitor& by, const char* action, UserId id,
             std::vector<callboard::AuditChange> changes = {}) const;

  Parts parts_;
};

}  // namespace accounts
