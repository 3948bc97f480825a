// Enrolments of the demonstration's people in the demonstration's courses, in every state. Thread-safe.
#pragma once

#include <callboard/people.hpp>

#include "enrolment_changes.hpp"

namespace courses {

class EnrolmentDemo {
 public:
  struct Parts {
    callboard::Database& database;
    const CourseRepository& courses;
    const EnrolmentStore& rows;
    const callboard::PeopleNames& people;
    const callboard::Clock& clock;
    std::chrono::hours offer_time;
  };
  explicit EnrolmentDemo(const Parts& parts) : parts_(parts) {}

  // Does nothing where anybody is enrolled, and leaves out what is not there.
  void load() const;

 private:
  struct Entry;
  static const std::vector<Entry>& entries();
  void add(callboard::Transaction& tx, const Entry& entry) const;
  std::vector<Enrolment> made(callboard::Transaction& tx, const Entry& entry, const Course& course) const;
  void store(callboard::Transaction& tx, std::vector<Enrolment> group) const;
  std::optional<callboard::UserId> person(callboard::Transaction& tx, const std::string& account) const;

  Parts parts_;
};

}  // namespace courses
