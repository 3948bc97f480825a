// Who is behind a UserId, for pages that show what people did. A plugin that has accounts tells it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "callboard/api.hpp"
#include "callboard/database.hpp"
#include "callboard/visitor.hpp"

namespace callboard {

struct PersonName {
  std::string name;       // the user name
  std::string full_name;  // or empty
};

// Where a person gets mail, and in which language.
struct PersonAddress {
  std::string email;  // never empty
  std::string name;   // the full name, or the user name
  Language language = Language::English;
};

// Thread-safe.
class CALLBOARD_API PeopleNames {
 public:
  virtual ~PeopleNames();
  // Those of them who are there, in one statement.
  virtual std::map<UserId, PersonName> names(Transaction& tx, const std::vector<UserId>& users) const = 0;
  // The ids of those whose name or address is `text`, to look for what somebody did.
  virtual std::vector<UserId> named(Transaction& tx, const std::string& text) const = 0;
  // Those of them who have an address and may sign in.
  virtual std::map<UserId, PersonAddress> addresses(Transaction& tx, const std::vector<UserId>& users) const = 0;
  // Who has that role and may sign in.
  virtual std::vector<UserId> with_role(Transaction& tx, const std::string& role) const = 0;
};

}  // namespace callboard
