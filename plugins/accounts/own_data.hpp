// What this plugin keeps about a person, for export and removal.
#pragma once

#include <callboard/media.hpp>
#include <callboard/personal_data.hpp>

#include "journal.hpp"
#include "session_repository.hpp"
#include "user_repository.hpp"

namespace accounts {

class OwnData {
 public:
  struct Parts {
    const UserRepository& users;
    const SessionRepository& sessions;
    const Journal& journal;
    callboard::MediaStore& media;
    const callboard::Clock& clock;
  };
  explicit OwnData(const Parts& parts) : parts_(parts) {}

  nlohmann::json collect(callboard::Transaction& tx, UserId user) const;
  void erase(callboard::Transaction& tx, UserId user) const;

 private:
  Parts parts_;
};

}  // namespace accounts
