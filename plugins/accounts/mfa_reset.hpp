// For somebody who has lost phone and recovery codes: an administrator, or whoever is at the console, switches the
// one-time codes off. Audited, journaled for the owner and mailed to him. Thread-safe.
#pragma once

#include "administration.hpp"
#include "totp_repository.hpp"

namespace accounts {

class MfaReset {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const TotpRepository& totp;
    const RecoveryCodeRepository& recovery;
    const CredentialChanges& changes;
    const Administration& administration;
    callboard::AuditLog& audit;
  };
  explicit MfaReset(const Parts& parts) : parts_(parts) {}

  // False where they are off already. Throws Forbidden where `by` is no admin by now, NotFound for no such account.
  bool switch_off(const callboard::Visitor& by, UserId id, const Client& from) const;
  bool switch_off(callboard::Transaction& tx, const callboard::Visitor& by, UserId id, const Client& from) const;

 private:
  Parts parts_;
};

}  // namespace accounts
