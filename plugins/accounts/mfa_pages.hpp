// /account/mfa and below. Thread-safe.
#pragma once

#include "mfa.hpp"
#include "mfa_reset.hpp"
#include "mfa_setup_page.hpp"
#include "recovery_codes_slip.hpp"

namespace accounts {

class MfaPages {
 public:
  struct Parts {
    callboard::View& view;
    const Mfa& mfa;
    const MfaSetupPage& setup;
    const RecoveryCodesSlip& slip;
    const callboard::Clock& clock;
  };
  explicit MfaPages(const Parts& parts) : parts_(parts) {}

  callboard::Response show(const callboard::Visitor& visitor) const;
  callboard::Response confirm(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response renew_recovery_codes(const callboard::Request& request, const callboard::Visitor& visitor) const;
  // Once.
  callboard::Response show_recovery_codes(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response switch_off(const callboard::Request& request, const callboard::Visitor& visitor) const;

  // By an administrator, for somebody else.

 private:
  callboard::Response to_recovery_codes(const callboard::Request& request, const callboard::Visitor& visitor,
                                        const Mfa::Changed& changed) const;

  Parts parts_;
};

}  // namespace accounts
