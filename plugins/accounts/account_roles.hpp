// Roles for other plugins; see the service.
#pragma once

#include "api/accounts/roles.hpp"

#include "administration.hpp"

namespace accounts {

class AccountRoles : public Roles {
 public:
  AccountRoles(const UserRepository& users, const Administration& administration)
      : users_(users), administration_(administration) {}

  bool has(callboard::Transaction& tx, UserId user, std::string_view role) const override;
  bool give(callboard::Transaction& tx, const callboard::AdminCall& call, UserId user, std::string_view role) override;
  bool take(callboard::Transaction& tx, const callboard::AdminCall& call, UserId user, std::string_view role) override;

 private:
  std::vector<std::string> roles_of(callboard::Transaction& tx, UserId user) const;
  bool set(callboard::Transaction& tx, const callboard::AdminCall& call, UserId user,
           std::vector<std::string> roles) const;

  const UserRepository& users_;
  const Administration& administration_;
};

}  // namespace accounts
