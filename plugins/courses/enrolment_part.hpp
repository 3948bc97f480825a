// Enrolment: asking, pairs, the waiting list, one's own history, the rules of deciding. Wiring only.
#pragma once

#include "enrolment_repository.hpp"
#include "enrolments.hpp"
#include "foundation.hpp"

namespace courses {

class EnrolmentPart {
 public:
  EnrolmentPart(callboard::Registrar& host, Foundation& foundation);

  EnrolmentDecisions& decisions();
  const EnrolmentRepository& rows() const;
};

}  // namespace courses
