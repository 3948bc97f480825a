// Takes accounts of an old system over, with their password hashes. What breaks today's rules is refused and told, row
// by row; nothing is ever changed to fit. Running it again takes what is new. Not thread-safe: it remembers what it has
// seen.
#pragma once

#include <functional>
#include <map>

#include <callboard/audit.hpp>
#include <callboard/old_rows.hpp>

#include "journal.hpp"
#include "old_users_file.hpp"
#include "user_repository.hpp"

namespace accounts {

class UserImport {
 public:
  struct Parts {
    callboard::Database& database;
    const UserRepository& users;
    const Journal& journal;
    callboard::AuditLog& audit;
    const callboard::Clock& clock;
  };
  explicit UserImport(const Parts& parts) : parts_(parts) {}

  // Called for each row that was refused, once that is certain.
  using Refused = std::function<void(const OldUser& user, const callboard::Text& why)>;

  // As take_over() does; one is "already there" where an account has the same name and address.
  callboard::TakenOver run(OldUsersFile& file, bool dry_run, const Refused& refused);

 private:
  struct Candidate {
    OldUser old;
    NewUser user;
    callboard::Text fault;  // empty: none
    bool already_there = false;
  };

  Candidate judged(OldUser old);
  callboard::Text fault_of(const OldUser& old) const;
  callboard::Text fault_within_file(const NewUser& user, const std::string& row);
  void take(callboard::Transaction& tx, Candidate& candidate, bool dry_run) const;
  void compare(callboard::Transaction& tx, Candidate& candidate) const;

  Parts parts_;
  std::map<std::string, std::string> rows_by_name_key_;
  std::map<std::string, std::string> rows_by_email_key_;
};

}  // namespace accounts
