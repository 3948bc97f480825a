// By which words an enrolment is found in the administration: the student's names and the course's title. Thread-safe.
#pragma once

#include <callboard/people.hpp>
#include <callboard/search.hpp>

#include "enrolment_changes.hpp"

namespace courses {

class EnrolmentWords {
 public:
  EnrolmentWords(callboard::SearchIndex& search, const callboard::PeopleNames& people)
      : search_(search), people_(people) {}

  void put(callboard::Transaction& tx, const Enrolment& enrolment, const std::string& course) const {
    std::vector<std::string> words{course};
    if (enrolment.user) {
      for (const auto& [user, name] : people_.names(tx, {*enrolment.user})) {
        words.push_back(name.name);
        words.push_back(name.full_name);
      }
    }
    search_.put(tx, kEnrolmentRecord, static_cast<std::int64_t>(enrolment.id), words);
  }
  void remove(callboard::Transaction& tx, EnrolmentId id) const {
    search_.remove(tx, kEnrolmentRecord, static_cast<std::int64_t>(id));
  }

 private:
  callboard::SearchIndex& search_;
  const callboard::PeopleNames& people_;
};

}  // namespace courses
