// sql/accounts: accounts_users, accounts_roles and accounts_guards. Thread-safe.
#pragma once

#include "user_directory.hpp"

namespace accounts {

class SqlUserDirectory : public UserDirectory {
 public:
  std::vector<UserName> names(callboard::Transaction& tx, UserId after, int most) const override;
  std::vector<UserSummary> page(callboard::Transaction& tx, const std::string& after, int most) const override;
  void lock_admins(callboard::Transaction& tx) const override;
  bool has_other_admin(callboard::Transaction& tx, UserId than) const override;

  // For tests of their plans.
  static const char* names_statement();
  static const char* page_statement();
  static const char* other_admin_statement();
};

}  // namespace accounts
