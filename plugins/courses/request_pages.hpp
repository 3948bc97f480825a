// What teachers decide: requests, one or several, and wishes to move. Thread-safe.
#pragma once

#include <callboard/router.hpp>

#include "teaching.hpp"

namespace courses {

class RequestPages {
 public:
  RequestPages(const Teaching& teaching, EnrolmentDecisions& decisions, const TeachingParts& parts)
      : teaching_(teaching), decisions_(decisions), parts_(parts) {}

  void add_routes(callboard::Routes& routes);

 private:
  enum class Verdict { Confirm, Reject };
  callboard::Response one(const callboard::Request& request, const callboard::Visitor& visitor, Verdict verdict);
  callboard::Response several(const callboard::Request& request, const callboard::Visitor& visitor);
  callboard::Response move(const callboard::Request& request, const callboard::Visitor& visitor, Verdict verdict);
  std::vector<Decision> decide(const callboard::Visitor& visitor, Verdict verdict,
                               const std::vector<EnrolmentId>& enrolments, const std::string& reason);
  // The course's page once more, with what was typed and ticked, and the fault at the reason's field.
  struct Typed {
    std::string reason;
    callboard::Text fault;
    std::vector<EnrolmentId> chosen = {};
    std::optional<MoveRequestId> move = {};  // whose own field it is; else that of the requests
  };
  callboard::Response once_more(const callboard::Visitor& visitor, CourseId course, const Typed& typed) const;
  // How many were decided, and of the others why not.
  callboard::Response outcome(CourseId course, Verdict verdict, const std::vector<Decision>& decisions,
                              const callboard::Visitor& visitor) const;

  const Teaching& teaching_;
  EnrolmentDecisions& decisions_;
  const TeachingParts parts_;
};

}  // namespace courses
