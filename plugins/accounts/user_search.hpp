// Looking for people by a part of their user name, e-mail address or full name, whatever the case and alphabet.
// Accounts are read in portions and compared here, since neither database folds the case of all alphabets; a
// school's few thousand take some milliseconds. Thread-safe.
#pragma once

#include "user_directory.hpp"

namespace accounts {

class UserSearch {
 public:
  UserSearch(callboard::Database& database, const UserDirectory& directory)
      : database_(database), directory_(directory) {}

  struct Found {
    std::vector<UserSummary> users;  // by name
    std::string next;                // where the next page begins; empty: this was the last
  };
  // Those in whom each word of `query` is found; all for an empty one. At most `most`, behind `after`.
  Found find(const std::string& query, std::string after, std::size_t most) const;

 private:
  callboard::Database& database_;
  const UserDirectory& directory_;
};

}  // namespace accounts
