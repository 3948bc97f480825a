// /login/code and /login/mfa: the second step of a sign-in. Thread-safe.
#pragma once

#include "mfa_setup_page.hpp"
#include "mfa_sign_in.hpp"
#include "recovery_codes_slip.hpp"

namespace accounts {

class MfaSignInPages {
 public:
  struct Parts {
    callboard::View& view;
    const MfaSignIn& sign_in;
    const MfaSetupPage& setup;
    const RecoveryCodesSlip& slip;
    const LoginLimits& limits;
    const callboard::Clock& clock;
  };
  explicit MfaSignInPages(const Parts& parts) : parts_(parts) {}

  callboard::Response ask(const callboard::Request& request) const;
  callboard::Response sign_in(const callboard::Request& request) const;
  callboard::Response ask_to_enrol(const callboard::Request& request) const;
  callboard::Response enrol(const callboard::Request& request) const;

 private:
  callboard::Response refuse(const callboard::Request& request, callboard::Text why,
                             callboard::HttpStatus status) const;
  callboard::Response refuse_to_enrol(const callboard::Request& request, callboard::Text why,
                                      callboard::HttpStatus status) const;
  callboard::Response begin_again(const callboard::Request& request) const;
  callboard::Response signed_in(const callboard::Request& request, const MfaSignIn::Result& result,
                                std::string location) const;

  Parts parts_;
};

}  // namespace accounts
