// /enrolments and below: a student's own enrolments, with what can be done with them. Thread-safe.
#pragma once

#include <callboard/router.hpp>
#include <callboard/view.hpp>

#include "enrolment_history.hpp"

namespace courses {

class EnrolmentPages {
 public:
  EnrolmentPages(const callboard::View& view, const OwnEnrolments& own, const EnrolmentHistory& history,
                 const Timetable& timetable)
      : view_(view), own_(own), history_(history), timetable_(timetable) {}

  void add_routes(callboard::Routes& routes) const;

 private:
  callboard::Response list(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response ask(const char* page, const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response cancel(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response accept(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response decline(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response move_form(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response move(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response withdraw(const callboard::Request& request, const callboard::Visitor& visitor) const;
  nlohmann::json move_data(const EnrolmentHistory::MoveChoice& choice, const MoveInput& input) const;

  const callboard::View& view_;
  const OwnEnrolments& own_;
  const EnrolmentHistory& history_;
  const Timetable& timetable_;
};

}  // namespace courses
