#include "teaching_part.hpp"

namespace courses {

TeachingPart::TeachingPart(callboard::Registrar&, Foundation&, EnrolmentDecisions&, const EnrolmentRepository&) {}

}  // namespace courses
