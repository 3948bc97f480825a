// Telling the school that a public review is abusive. Thread-safe.
#pragma once

#include <callboard/database.hpp>
#include <callboard/form.hpp>
#include <callboard/services.hpp>
#include <callboard/visitor.hpp>

#include "review.hpp"

namespace reviews {

class Reporting {
 public:
  Reporting(callboard::Database& database, const callboard::Clock& clock) : database_(database), clock_(clock) {}

  enum class Outcome { Done, Already, Own };
  struct Reported {
    callboard::Faults faults;
    Outcome outcome = Outcome::Done;
  };
  // Once for each person. Throws NotFound where it is not public. `reason` is tidy, and may be empty.
  Reported report(const callboard::Visitor& visitor, ReviewId id, const std::string& reason) const;
  // Throws NotFound where it is not public.
  Review shown(const callboard::Visitor& visitor, ReviewId id) const;

 private:
  callboard::Database& database_;
  const callboard::Clock& clock_;
};

}  // namespace reviews
