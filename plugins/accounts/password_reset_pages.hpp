// /password/reset and /password/reset/{token}. Thread-safe.
#pragma once

#include <callboard/view.hpp>

#include "password_reset.hpp"

namespace accounts {

class PasswordResetPages {
 public:
  PasswordResetPages(callboard::View& view, const PasswordReset& reset) : view_(view), reset_(reset) {}

  callboard::Response ask_for_address() const;
  callboard::Response take_address(const callboard::Request& request) const;
  callboard::Response ask_for_password(const callboard::Request& request) const;
  callboard::Response set_password(const callboard::Request& request) const;

 private:
  callboard::Response dead_link() const;

  callboard::View& view_;
  const PasswordReset& reset_;
};

}  // namespace accounts
