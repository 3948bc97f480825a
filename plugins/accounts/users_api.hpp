// /users for programs of administrators: list, add, change, delete. Thread-safe.
#pragma once

#include "administration.hpp"
#include "json_api.hpp"

namespace accounts {

class UsersApi {
 public:
  UsersApi(callboard::Database& database, const UserDirectory& directory, const Administration& administration)
      : database_(database), directory_(directory), administration_(administration) {}

  // Streamed in portions, so that it takes the same memory however many there are.
  callboard::Response list() const;
  callboard::Response add(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response change(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response remove(const callboard::Request& request, const callboard::Visitor& visitor) const;

 private:
  std::vector<UserName> portion(UserId after) const;

  callboard::Database& database_;
  const UserDirectory& directory_;
  const Administration& administration_;
};

}  // namespace accounts
