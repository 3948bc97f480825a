#include "enrolment_part.hpp"

namespace courses {

using namespace callboard;

EnrolmentPart::EnrolmentPart(Registrar&, Foundation& foundation)
    : timetable_(foundation.course_rows, rows_, foundation.clock, foundation.site),
      changes_({foundation.course_rows, rows_, foundation.audit, foundation.news, foundation.clock,
                foundation.settings.offer_time}),
      decisions_({foundation.database, foundation.course_rows, rows_, changes_, timetable_, foundation.news,
                  foundation.clock}) {}

}  // namespace courses
