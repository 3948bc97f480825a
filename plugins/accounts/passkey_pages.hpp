// /account/passkeys, /login/passkey and below: pages, and what passkeys.js asks for as JSON. Thread-safe.
#pragma once

#include <callboard/view.hpp>

#include "login_limits.hpp"
#include "passkey_sign_in.hpp"
#include "passkeys.hpp"

namespace accounts {

class PasskeyPages {
 public:
  struct Parts {
    callboard::View& view;
    const Passkeys& passkeys;
    const PasskeySignIn& sign_in;
    const LoginLimits& limits;
  };
  explicit PasskeyPages(const Parts& parts) : parts_(parts) {}

  callboard::Response list(const callboard::Visitor& visitor) const;
  callboard::Response rename(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response remove(const callboard::Request& request, const callboard::Visitor& visitor) const;

  // JSON. Answers that carry `next` tell the script where to go on.
  callboard::Response ask_to_add(const callboard::Visitor& visitor) const;
  callboard::Response add(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response ask_to_sign_in() const;
  callboard::Response sign_in(const callboard::Request& request) const;

 private:
  Parts parts_;
};

}  // namespace accounts
