// Second factors and passkeys, put together: their part of the plugin's map. Decides nothing.
#pragma once

#include <callboard/registrar.hpp>

#include "foundation.hpp"
#include "mfa_check.hpp"
#include "mfa_pages.hpp"
#include "mfa_reset.hpp"
#include "mfa_sign_in_pages.hpp"
#include "passkey_pages.hpp"
#include "sql_passkey_repository.hpp"
#include "sql_totp_repository.hpp"

namespace accounts {

class Factors {
 public:
  Factors(callboard::Registrar& host, const Foundation& base);
  Factors(const Factors&) = delete;
  Factors& operator=(const Factors&) = delete;

  // For the JSON side's sign-in.
  const SecondFactorCheck& check() const { return check_; }
  // For the console; there once register_with() has run.
  const MfaReset& reset() const { return reset_.value(); }

  void register_with(callboard::Registrar& host, const Administration& administration);

 private:
  nlohmann::json own_data(callboard::Transaction& tx, UserId user) const;
  void add_code_routes(callboard::Routes& routes) const;
  void add_passkey_routes(callboard::Routes& pages, callboard::Routes& programs) const;

  const Foundation& base_;
  SqlTotpRepository totp_;
  SqlRecoveryCodeRepository recovery_;
  SqlPasskeyRepository passkey_rows_;

  TotpOffers offers_;
  TotpCodes codes_;
  Mfa mfa_;
  MfaSignIn mfa_sign_in_;
  MfaCheck check_;
  std::optional<MfaReset> reset_;
  WebauthnChallenges challenges_;
  Passkeys passkeys_;
  PasskeySignIn passkey_sign_in_;

  RecoveryCodesSlip slip_;
  MfaSetupPage setup_page_;
  MfaPages mfa_pages_;
  MfaSignInPages mfa_sign_in_pages_;
  PasskeyPages passkey_pages_;
};

}  // namespace accounts
