// What enrolments keep about a person: to take along, and to forget. Thread-safe.
#pragma once

#include <callboard/personal_data.hpp>

#include "enrolment_changes.hpp"

namespace courses {

class EnrolmentPeople {
 public:
  EnrolmentPeople(const CourseRepository& courses, const EnrolmentStore& rows, const EnrolmentChanges& changes)
      : courses_(courses), rows_(rows), changes_(changes) {}

  callboard::PersonalData part() const;

 private:
  nlohmann::json collect(callboard::Transaction& tx, callboard::UserId user) const;
  // Open ones are cancelled, a partner's with them; what is at its end stays, without the person.
  void erase(callboard::Transaction& tx, callboard::UserId user) const;

  const CourseRepository& courses_;
  const EnrolmentStore& rows_;
  const EnrolmentChanges& changes_;
};

}  // namespace courses
