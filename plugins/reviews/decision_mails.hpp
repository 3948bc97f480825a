// Tells authors what became of their reviews. Inside the transaction of the decision. Thread-safe.
#pragma once

#include <callboard/people.hpp>
#include <callboard/services.hpp>
#include <callboard/site.hpp>

#include "subject_kinds.hpp"

namespace reviews {

class DecisionMails {
 public:
  struct Parts {
    const SubjectKinds& kinds;
    const callboard::Site& site;
    const callboard::PeopleNames& people;
    callboard::Mailer& mailer;
    callboard::Log& log;
  };
  explicit DecisionMails(const Parts& parts) : parts_(parts) {}

  // `words` are the reason or the reply. Of what the author need not know nothing is sent.
  void tell(callboard::Transaction& tx, const Review& review, Deed deed, const std::string& words) const;

 private:
  Parts parts_;
};

}  // namespace reviews
