#include "enrolment_part.hpp"

#include <stdexcept>

namespace courses {

EnrolmentPart::EnrolmentPart(callboard::Registrar&, Foundation&) {}

EnrolmentDecisions& EnrolmentPart::decisions() { throw std::logic_error("nobody decides yet"); }
const EnrolmentRepository& EnrolmentPart::rows() const { throw std::logic_error("nobody is enrolled yet"); }

}  // namespace courses
