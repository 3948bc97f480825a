#include "enrolment_upkeep.hpp"

namespace courses {

using namespace callboard;

namespace {

Step step_of(Lapse what, EnrolmentState from) {
  switch (what) {
    case Lapse::Invitations: return {EnrolmentState::Cancelled, Mover::Time, EnrolmentDeed::Declined};
    case Lapse::Offers: return {EnrolmentState::Cancelled, Mover::Time, EnrolmentDeed::Lapsed};
    case Lapse::Periods: return {EnrolmentState::Completed, Mover::Time, EnrolmentDeed::Completed};
    case Lapse::Requests: break;
  }
  return {EnrolmentState::Cancelled, Mover::Time,
          from == EnrolmentState::Offered ? EnrolmentDeed::Lapsed : EnrolmentDeed::Cancelled};
}

// Looked at again once the turn is held: it may have been moved or answered meanwhile.
bool is_due(Lapse what, const Enrolment& enrolment, Time by, const std::string& today) {
  switch (what) {
    case Lapse::Invitations: return enrolment.state == EnrolmentState::Invited && enrolment.created_at <= by;
    case Lapse::Offers: return enrolment.offered_until && *enrolment.offered_until <= by;
    case Lapse::Periods: return enrolment.state == EnrolmentState::Confirmed && enrolment.ends_on < today;
    case Lapse::Requests: break;
  }
  return is_open(enrolment.state) && enrolment.state != EnrolmentState::Confirmed && enrolment.ends_on < today;
}

}  // namespace

void EnrolmentUpkeep::run() const {
  const auto now = parts_.clock.now();
  end(Lapse::Periods, now);
  end(Lapse::Requests, now);
  end(Lapse::Offers, now);
  end(Lapse::Invitations, now - parts_.invitation_time);
  offer();
}

void EnrolmentUpkeep::end(Lapse what, Time by) const {
  const auto today = parts_.timetable.today();
  const auto due =
      parts_.database.read_single([&](Transaction& tx) { return parts_.rows.lapsed(tx, what, by, today); });
  for (const auto id : due) {
    parts_.database.transact([&](Transaction& tx) {
      const auto group = parts_.changes.hold(tx, id);
      if (group.empty() || !is_due(what, group.front(), by, today)) return;
      parts_.changes.go(tx, console(), group, step_of(what, group.state()));
    });
  }
}

// Where places came free by ways that offer none themselves: at most so many are offered at once.
void EnrolmentUpkeep::offer() const {
  const auto courses =
      parts_.database.read_single([&](Transaction& tx) { return parts_.rows.with_free_places_and_line(tx); });
  for (const auto id : courses) {
    parts_.database.transact([&](Transaction& tx) {
      parts_.changes.hold_course(tx, id);
      parts_.changes.offer_free_places(tx, id);
    });
  }
}

}  // namespace courses
