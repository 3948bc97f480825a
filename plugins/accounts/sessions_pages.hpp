// /account/sessions and /account/sessions/revoke. Thread-safe.
#pragma once

#include <callboard/view.hpp>

#include "devices.hpp"

namespace accounts {

class SessionsPages {
 public:
  SessionsPages(callboard::View& view, const Devices& devices) : view_(view), devices_(devices) {}

  callboard::Response list(const callboard::Visitor& visitor) const;
  callboard::Response revoke(const callboard::Request& request, const callboard::Visitor& visitor) const;

 private:
  callboard::Response revoke_others(const callboard::Request& request, const callboard::Visitor& visitor) const;

  callboard::View& view_;
  const Devices& devices_;
};

}  // namespace accounts
