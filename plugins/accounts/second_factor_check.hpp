// The code that an account with a second factor is asked for after the password. Thread-safe.
#pragma once

#include "user.hpp"

namespace accounts {

class SecondFactorCheck {
 public:
  virtual ~SecondFactorCheck() = default;
  // Whether it is a good one-time code or recovery code of this account; it is used up then. A failure is journaled
  // and counted. Throws TooMany.
  virtual bool accepts(const User& user, const std::string& code, const Client& from) const = 0;
  // Forgets wrong codes: an administrator unlocks the account.
  virtual void forgive(UserId user) const = 0;
};

}  // namespace accounts
