// The teacher's pages, attendance, messages, mails, calendars, keys of the rooms. Wiring only.
#pragma once

#include "enrolment_repository.hpp"
#include "enrolments.hpp"
#include "foundation.hpp"

namespace courses {

class TeachingPart {
 public:
  TeachingPart(callboard::Registrar& host, Foundation& foundation, EnrolmentDecisions& decisions,
               const EnrolmentRepository& enrolments);
};

}  // namespace courses
