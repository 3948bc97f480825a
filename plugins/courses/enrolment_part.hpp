// Enrolment: asking, pairs, the waiting list, one's own history, the rules of deciding. Wiring only.
#pragma once

#include "booking_pages.hpp"
#include "enrolment_demo.hpp"
#include "enrolment_pages.hpp"
#include "enrolment_people.hpp"
#include "enrolment_upkeep.hpp"
#include "enrolments_admin.hpp"
#include "foundation.hpp"
#include "sql_enrolment_repository.hpp"

namespace courses {

class EnrolmentPart {
 public:
  EnrolmentPart(callboard::Registrar& host, Foundation& foundation);

  EnrolmentDecisions& decisions() { return decisions_; }
  const EnrolmentRepository& rows() const { return rows_; }
  const EnrolmentChanges& changes() const { return changes_; }

 private:
  void add_administration(callboard::Registrar& host, const Foundation& foundation);

  SqlEnrolmentRepository rows_;
  Timetable timetable_;
  EnrolmentChanges changes_;
  SchoolDecisions decisions_;
  WaitingLine line_;
  EnrolmentsAdmin admin_;
  EnrolmentPeople people_;
  EnrolmentDemo demo_;
  Booking booking_;
  OwnEnrolments own_;
  EnrolmentHistory history_;
  EnrolmentUpkeep upkeep_;
  BookingPages booking_pages_;
  EnrolmentPages enrolment_pages_;
};

}  // namespace courses
