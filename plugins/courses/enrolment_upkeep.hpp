// What happens to enrolments by itself: offers and invitations lapse, periods end, free places are offered. Safe to run
// on any number of hosts at once: each step is guarded and looks again. Thread-safe.
#pragma once

#include "enrolment_changes.hpp"
#include "timetable.hpp"

namespace courses {

class EnrolmentUpkeep {
 public:
  struct Parts {
    callboard::Database& database;
    const EnrolmentStore& rows;
    const EnrolmentChanges& changes;
    const Timetable& timetable;
    const callboard::Clock& clock;
    std::chrono::hours invitation_time;
  };
  explicit EnrolmentUpkeep(const Parts& parts) : parts_(parts) {}

  // At most a few hundred of each; the next run goes on.
  void run() const;

 private:
  void end(Lapse what, Time by) const;
  void offer() const;

  Parts parts_;
};

}  // namespace courses
