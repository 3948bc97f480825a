// Removing an account, with all that any plugin keeps about the person. Thread-safe; everything happens in the
// caller's transaction.
#pragma once

#include <callboard/personal_data.hpp>

#include "user_directory.hpp"
#include "user_repository.hpp"

namespace accounts {

enum class Removal { Done, NoSuchUser, LastAdmin };

class AccountRemoval {
 public:
  AccountRemoval(const UserRepository& users, const UserDirectory& directory, const callboard::PeoplesData& data)
      : users_(users), directory_(directory), data_(data) {}

  // The name and the address are free again afterwards. Nothing is changed unless it is Done.
  Removal remove(callboard::Transaction& tx, UserId id) const;

 private:
  const UserRepository& users_;
  const UserDirectory& directory_;
  const callboard::PeoplesData& data_;
};

}  // namespace accounts
