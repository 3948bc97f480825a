// Who is behind a UserId, from accounts_users. Thread-safe.
#pragma once

#include <callboard/people.hpp>

namespace accounts {

class SqlPeopleNames : public callboard::PeopleNames {
 public:
  std::map<callboard::UserId, callboard::PersonName> names(callboard::Transaction& tx,
                                                           const std::vector<callboard::UserId>& users) const override;
  std::vector<callboard::UserId> named(callboard::Transaction& tx, const std::string& text) const override;
  std::map<callboard::UserId, callboard::PersonAddress> addresses(
      callboard::Transaction& tx, const std::vector<callboard::UserId>& users) const override;
  std::vector<callboard::UserId> with_role(callboard::Transaction& tx, const std::string& role) const override;

  // Whether that one has it and may sign in.
  static bool has_role(callboard::Transaction& tx, callboard::UserId user, const std::string& role);
  static std::string has_role_statement();  // for a test of its plan
};

}  // namespace accounts
