// Fresh recovery codes on their way from the form that made them to the page that shows them once: sealed in a cookie,
// so that nothing stores them and a reload makes no new ones. Immutable; thread-safe.
#pragma once

#include <callboard/crypto.hpp>
#include <callboard/http.hpp>

#include "user.hpp"

namespace accounts {

class RecoveryCodesSlip {
 public:
  explicit RecoveryCodesSlip(callboard::Keys keys) : keys_(std::move(keys)) {}

  callboard::Cookie write(const callboard::Request& request, UserId user, const std::vector<std::string>& codes,
                          Time now) const;
  // Nothing where there is none for this user, or it is old.
  std::vector<std::string> read(const callboard::Request& request, UserId user, Time now) const;
  callboard::Cookie remove(const callboard::Request& request) const;

 private:
  callboard::Keys keys_;
};

}  // namespace accounts
