// What the pages of /admin/users show, as data for their templates. Pure functions, but for the names that
// NameBook reads.
#pragma once

#include <map>

#include <callboard/audit.hpp>
#include <nlohmann/json.hpp>

#include "journal.hpp"
#include "user_directory.hpp"
#include "user_repository.hpp"

namespace accounts {

// The names of those who did something, each read once.
class NameBook {
 public:
  NameBook(callboard::Transaction& tx, const UserRepository& users) : tx_(tx), users_(users) {}
  // The user name, or the bare number of an account that is gone.
  std::string name(UserId id);

 private:
  callboard::Transaction& tx_;
  const UserRepository& users_;
  std::map<UserId, std::string> known_;
};

callboard::Text role_label(std::string_view role);
nlohmann::json role_labels(const std::vector<std::string>& roles);
// [{"value", "label", "chosen"}, …] of all roles.
nlohmann::json role_choices(const User& user);
nlohmann::json summary_data(const UserSummary& user);
nlohmann::json journal_data(const std::vector<JournalEntry>& entries, NameBook& names);
nlohmann::json history_data(const std::vector<callboard::AuditedEntry>& entries, NameBook& names);

}  // namespace accounts
