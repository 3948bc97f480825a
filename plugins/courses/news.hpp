// What happens to enrolments and courses, for whoever tells people of it (mails, calendars, keys). Told inside the
// transaction that does it, so that it is told if and only if it holds. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include <callboard/database.hpp>

#include "values.hpp"

namespace courses {

enum class EnrolmentDeed {
  Received,   // the request is there: pending, or waiting with its place in line
  Invited,    // the partner is asked to accept
  Declined,   // the partner does not want to, or the invitation lapsed
  Waits,      // the school put the request into the line
  Offered,    // a place was freed and is held until `offered_until`
  Lapsed,     // an offer was not accepted in time, or declined: cancelled
  Confirmed,  // by the teacher, or by accepting an offer
  Rejected,
  Cancelled,  // by the student or the school
  Moved,      // another teacher, period or course
  MoveDeclined,
  Completed,
};

struct EnrolmentNews {
  EnrolmentDeed deed{};
  std::vector<EnrolmentId> enrolments;  // one, or both of a pair; they have their new state already
  std::string reason = {};              // in the words of who decided
  std::vector<Enrolment> before = {};   // of who was moved: as they were until then
};

class News {
 public:
  virtual ~News() = default;
  virtual void tell(callboard::Transaction& tx, const callboard::Visitor& by, const EnrolmentNews& news) = 0;
  // What students of that course were told of it has changed: its title, hall, times. `lessons` are those that changed,
  // none for the course itself. Its own `sequence` and theirs were raised.
  virtual void course_changed(callboard::Transaction& tx, CourseId course, const std::vector<LessonId>& lessons) = 0;
};

}  // namespace courses
