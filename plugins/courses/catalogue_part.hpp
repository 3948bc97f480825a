// Courses, teachers, halls, lessons: the schedule, a course's page, their administration. Wiring only.
#pragma once

#include "foundation.hpp"

namespace courses {

class CataloguePart {
 public:
  CataloguePart(callboard::Registrar& host, Foundation& foundation);
};

}  // namespace courses
