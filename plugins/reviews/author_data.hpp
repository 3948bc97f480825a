// What reviews keep about a person, to take along and to erase. Thread-safe.
#pragma once

#include <callboard/personal_data.hpp>

#include "subject_kinds.hpp"

namespace reviews {

class AuthorData {
 public:
  explicit AuthorData(const SubjectKinds& kinds) : kinds_(kinds) {}

  callboard::PersonalData part() const;

 private:
  nlohmann::json collect(callboard::Transaction& tx, UserId user) const;
  // Public reviews stay without their author, and without any other text than the one that everybody sees.
  static void erase(callboard::Transaction& tx, UserId user);

  const SubjectKinds& kinds_;
};

}  // namespace reviews
