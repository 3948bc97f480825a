// The second factor of programs, which sign in by one request with password and code. Thread-safe.
#pragma once

#include "credential_changes.hpp"
#include "second_factor_check.hpp"
#include "totp_codes.hpp"

namespace accounts {

class MfaCheck : public SecondFactorCheck {
 public:
  struct Parts {
    callboard::Database& database;
    const TotpCodes& codes;
    const CredentialChanges& changes;
    const Journal& journal;
    const callboard::Clock& clock;
  };
  explicit MfaCheck(const Parts& parts) : parts_(parts) {}

  bool accepts(const User& user, const std::string& code, const Client& from) const override;
  void forgive(UserId user) const override;

 private:
  Parts parts_;
};

}  // namespace accounts
