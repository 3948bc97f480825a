// All accounts, as an administrator looks through them, and the rule that one admin stays. Every function runs
// inside the caller's transaction. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "user.hpp"

namespace accounts {

struct UserName {
  UserId id{};
  std::string name;
};

// An account in a list.
struct UserSummary {
  UserId id{};
  std::string name;
  std::string name_key;
  std::string email;
  std::string full_name;
  std::vector<std::string> roles;
  bool disabled = false;
};

class UserDirectory {
 public:
  virtual ~UserDirectory() = default;

  // By id, beginning behind `after`; at most `most`.
  virtual std::vector<UserName> names(callboard::Transaction& tx, UserId after, int most) const = 0;
  // By name, beginning behind the one with this key; at most `most`.
  virtual std::vector<UserSummary> page(callboard::Transaction& tx, const std::string& after, int most) const = 0;

  // Nobody else takes an admin away from here until the transaction ends: called before an account is looked at
  // that may stop being one. Then: whether another admin is left who is not disabled.
  virtual void lock_admins(callboard::Transaction& tx) const = 0;
  virtual bool has_other_admin(callboard::Transaction& tx, UserId than) const = 0;
  // Without this one nobody could administrate any more. To be asked under lock_admins().
  bool is_last_admin(callboard::Transaction& tx, const User& user) const {
    return user.has_role(kAdmin) && !user.disabled_at && !has_other_admin(tx, user.id);
  }
};

}  // namespace accounts
