// What the school decides about enrolments: for the teacher's pages, the administration and whoever else decides. Each
// call is one transaction for each enrolment, checked against what is there at that moment, so that of two who decide
// at once one does and the other is told. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include <callboard/text.hpp>

#include "values.hpp"

namespace courses {

enum class MoveRequestId : std::int64_t {};

enum class Decided {
  Done,
  AlreadyDecided,  // somebody else was quicker, or it is in another state by now
  Full,            // not enough free places: it stays as it is
  Clash,           // `clash` names what it clashes with
  NotYours,        // another teacher's course
  Gone,            // there is no such enrolment
};

// About one enrolment, or about a pair by either of its ids.
struct Decision {
  EnrolmentId enrolment{};
  Decided decided = Decided::Done;
  callboard::Text clash = {};
};
callboard::Text text_of(const Decision& decision);

// `by` is a teacher, for courses of his own, or an administrator.
class EnrolmentDecisions {
 public:
  virtual ~EnrolmentDecisions() = default;

  // In the order of `enrolments`, at most 200.
  virtual std::vector<Decision> confirm(const callboard::Visitor& by, const std::vector<EnrolmentId>& enrolments) = 0;
  virtual std::vector<Decision> reject(const callboard::Visitor& by, const std::vector<EnrolmentId>& enrolments,
                                       const std::string& reason) = 0;
  // A wish to move; the enrolment's id in the answer is that of the one that moves.
  virtual Decision accept_move(const callboard::Visitor& by, MoveRequestId request) = 0;
  virtual Decision decline_move(const callboard::Visitor& by, MoveRequestId request, const std::string& reason) = 0;
};

}  // namespace courses
