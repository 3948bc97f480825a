// What a student does with enrolments of his own: cancel, answer an invitation or an offer, ask to move. Somebody
// else's is not there: NotFound. Thread-safe.
#pragma once

#include <callboard/form.hpp>

#include "booking_check.hpp"
#include "enrolment_changes.hpp"

namespace courses {

enum class Outcome {
  Done,
  NotNow,   // it is in another state by now
  TooLate,  // the first lesson is too near; `why` says when it is
  Lapsed,   // the offer, or the invitation
  Clash,    // `why` names what it clashes with
  Closed,   // `why` says why
};

struct Answer {
  Outcome outcome = Outcome::Done;
  EnrolmentState state{};  // what it is now
  callboard::Text why = {};
};

struct MoveInput {
  ChoiceInput choice;
  std::string note;
};

class OwnEnrolments {
 public:
  struct Parts {
    callboard::Database& database;
    const CourseRepository& courses;
    const EnrolmentStore& rows;
    const EnrolmentChanges& changes;
    const Timetable& timetable;
    const callboard::Clock& clock;
    std::chrono::hours invitation_time;
    std::chrono::hours cancel_until;
  };
  explicit OwnEnrolments(const Parts& parts) : parts_(parts) {}

  Answer cancel(const callboard::Visitor& by, EnrolmentId id) const;
  // Of an invitation, by the partner; of an offer.
  Answer accept(const callboard::Visitor& by, EnrolmentId id) const;
  Answer decline(const callboard::Visitor& by, EnrolmentId id) const;

  // Ends an offer or an invitation that has lapsed, so that it is not shown as one.
  void settle(EnrolmentId id) const;

  // A wish for another teacher, period or course. NotNow where there is one already, or it is not confirmed.
  struct Wished {
    Outcome outcome = Outcome::Done;
    callboard::Faults faults;
  };
  Wished ask_to_move(const callboard::Visitor& by, EnrolmentId id, CourseId to, const MoveInput& input) const;
  Outcome withdraw_move(const callboard::Visitor& by, EnrolmentId id) const;

  // Until when it can be cancelled here; nothing where at any time. Inside the caller's transaction.
  std::optional<Time> cancel_until(callboard::Transaction& tx, const Enrolment& enrolment) const;

 private:
  Group hold_own(callboard::Transaction& tx, const callboard::Visitor& by, EnrolmentId id) const;
  Answer accept_invitation(callboard::Transaction& tx, const callboard::Visitor& by, const Group& group) const;
  Answer accept_offer(callboard::Transaction& tx, const callboard::Visitor& by, const Group& group) const;
  std::optional<Answer> lapse(callboard::Transaction& tx, const Group& group) const;
  Wished check_wish(callboard::Transaction& tx, const callboard::Visitor& by, const Group& group, CourseId to,
                    const MoveInput& input, MoveRequest& wish) const;

  Parts parts_;
};

}  // namespace courses
