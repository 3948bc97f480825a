// /password/change and its done page. Thread-safe.
#pragma once

#include <callboard/view.hpp>

#include "password_change.hpp"

namespace accounts {

class PasswordPages {
 public:
  PasswordPages(callboard::View& view, const PasswordChange& change) : view_(view), change_(change) {}

  callboard::Response ask() const;
  callboard::Response change(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response done() const;

 private:
  callboard::Response refuse(const callboard::Faults& faults, callboard::Text why, callboard::HttpStatus status) const;

  callboard::View& view_;
  const PasswordChange& change_;
};

}  // namespace accounts
