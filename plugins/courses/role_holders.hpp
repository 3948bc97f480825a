// Whether somebody has a role and may sign in: by the accounts plugin, which looks one account up; where another plugin
// tells of people, among all who have the role. Thread-safe, but for ask().
#pragma once

#include <string>

#include <accounts/roles.hpp>
#include <callboard/people.hpp>

namespace courses {

class RoleHolders {
 public:
  explicit RoleHolders(const callboard::PeopleNames& people) : people_(people) {}

  // Only while plugins register; null where there is no such plugin.
  void ask(const accounts::Roles* roles) { roles_ = roles; }
  bool has(callboard::Transaction& tx, callboard::UserId user, const std::string& role) const;

 private:
  const callboard::PeopleNames& people_;
  const accounts::Roles* roles_ = nullptr;
};

}  // namespace courses
