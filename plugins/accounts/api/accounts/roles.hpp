// Who has which role, and giving and taking it: for plugins whose records make somebody a teacher. Changes are audited,
// journaled and mailed as if an administrator had made them on the account's page; what was signed in ends.
// Thread-safe.
//
//   host.when_all_registered([this](Registrar& all) { roles_ = all.find<accounts::Roles>(); });
#pragma once

#include <string_view>

#include <callboard/admin.hpp>
#include <callboard/database.hpp>
#include <callboard/visitor.hpp>

namespace accounts {

class Roles {
 public:
  static constexpr std::string_view kService = "accounts.roles/2";

  virtual ~Roles() = default;

  // Whether that account has that role and may sign in. One row by its key, where PeopleNames::with_role() reads all.
  virtual bool has(callboard::Transaction& tx, callboard::UserId user, std::string_view role) const = 0;

  // False where the account has it already, or has it not; nothing is changed then. An account that would be left
  // without any role is a student's. Both throw NotFound where there is no such account, Forbidden where `call.by` is
  // no administrator by now, and std::invalid_argument for what is no role.
  virtual bool give(callboard::Transaction& tx, const callboard::AdminCall& call, callboard::UserId user,
                    std::string_view role) = 0;
  virtual bool take(callboard::Transaction& tx, const callboard::AdminCall& call, callboard::UserId user,
                    std::string_view role) = 0;
};

}  // namespace accounts
