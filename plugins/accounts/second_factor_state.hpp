// Whether an account has a second factor for sign-ins with a password. Thread-safe.
#pragma once

#include "user.hpp"

namespace accounts {

class SecondFactorState {
 public:
  virtual ~SecondFactorState() = default;
  virtual bool is_on(callboard::Transaction& tx, UserId user) const = 0;
};

// sql/accounts: accounts_totp.
class SqlSecondFactorState : public SecondFactorState {
 public:
  bool is_on(callboard::Transaction& tx, UserId user) const override;
};

}  // namespace accounts
