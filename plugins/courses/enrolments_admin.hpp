// Enrolments as administrators see and decide them.
#pragma once

#include <callboard/admin.hpp>
#include <callboard/site.hpp>

#include "school_decisions.hpp"
#include "waiting_line.hpp"

namespace courses {

class EnrolmentsAdmin {
 public:
  EnrolmentsAdmin(const SchoolDecisions& decisions, const WaitingLine& line) : decisions_(decisions), line_(line) {}

  callboard::AdminResource resource() const;
  static callboard::PendingWork pending();
  static callboard::DashboardPlot by_week(const callboard::Clock& clock, const callboard::Site& site);

 private:
  std::vector<callboard::AdminAction> decisions() const;
  std::vector<callboard::AdminAction> line() const;

  const SchoolDecisions& decisions_;
  const WaitingLine& line_;
};

}  // namespace courses
