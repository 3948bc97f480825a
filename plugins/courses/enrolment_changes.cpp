#include "enrolment_changes.hpp"

#include <algorithm>

namespace courses {

using namespace callboard;

namespace {

std::string action_of(EnrolmentDeed deed) {
  switch (deed) {
    case EnrolmentDeed::Received: return "requested";
    case EnrolmentDeed::Invited: return "invited";
    case EnrolmentDeed::Declined: return "declined";
    case EnrolmentDeed::Waits: return "waits";
    case EnrolmentDeed::Offered: return "offered";
    case EnrolmentDeed::Lapsed: return "lapsed";
    case EnrolmentDeed::Confirmed: return "confirmed";
    case EnrolmentDeed::Rejected: return "rejected";
    case EnrolmentDeed::Cancelled: return "cancelled";
    case EnrolmentDeed::Moved: return "moved";
    case EnrolmentDeed::MoveDeclined: return "move_declined";
    case EnrolmentDeed::Completed: return "completed";
  }
  return {};
}

}  // namespace

std::vector<EnrolmentId> Group::ids() const {
  std::vector<EnrolmentId> all;
  for (const auto& member : members_) all.push_back(member.id);
  return all;
}

void EnrolmentChanges::hold_course(Transaction& tx, CourseId course) const {
  parts_.courses.take_turn(tx, "course/" + std::to_string(static_cast<std::int64_t>(course)));
}

// It may have moved to another course before the turn came: then that one's turn is needed.
Group EnrolmentChanges::hold(Transaction& tx, EnrolmentId id) const {
  auto before = parts_.rows.enrolment(tx, id);
  for (int attempt = 0; before && attempt < 3; ++attempt) {
    hold_course(tx, before->course);
    Group group(parts_.rows.group(tx, id));
    if (group.empty() || group.course() == before->course) return group;
    before = group.front();
  }
  return Group({});
}

void EnrolmentChanges::hold_students(Transaction& tx, const Group& group) const {
  std::vector<std::string> turns;
  for (const auto& member : group.members()) {
    if (member.user) turns.push_back("student/" + std::to_string(static_cast<std::int64_t>(*member.user)));
  }
  std::sort(turns.begin(), turns.end());
  for (const auto& turn : turns) parts_.courses.take_turn(tx, turn);
}

void EnrolmentChanges::audit(Transaction& tx, const Visitor& by, const Enrolment& enrolment, const std::string& action,
                             std::vector<AuditChange> changes) const {
  parts_.audit.record(
      tx, by, {action, kEnrolmentRecord, static_cast<std::int64_t>(enrolment.id), std::move(changes), enrolment.user});
}

Went EnrolmentChanges::go(Transaction& tx, const Visitor& by, const Group& group, const Step& step) const {
  const auto from = group.state();
  if (!may_go(from, step.to, step.mover)) return Went::NotNow;
  const bool takes = holds_place(step.to) && !holds_place(from), frees = holds_place(from) && !holds_place(step.to);
  if (takes && !parts_.courses.take_places(tx, group.course(), group.places())) return Went::Full;

  StateChange change{from, step.to, step.reason, parts_.clock.now(), {}, {}};
  if (by.is_person()) change.decided_by = by.user;
  if (step.to == EnrolmentState::Offered) change.offered_until = change.at + parts_.offer_time;
  for (const auto& member : group.members()) {
    // Nobody else changes it while the turn is held; should that ever be, nothing of it happens.
    if (!parts_.rows.change(tx, member.id, change)) throw Conflict("an enrolment changed while its turn was held");
    std::vector<AuditChange> changes{{"state", std::string(name_of(from)), std::string(name_of(step.to))}};
    if (!step.reason.empty()) changes.push_back({"reason", member.reason, step.reason});
    audit(tx, by, member, action_of(step.deed), std::move(changes));
  }
  if (from == EnrolmentState::Confirmed) withdraw_wishes(tx, by, group);
  parts_.news.tell(tx, by, {step.deed, group.ids(), step.reason});
  if (frees) {
    parts_.courses.free_places(tx, group.course(), group.places());
    offer_free_places(tx, group.course());
  }
  return Went::Done;
}

// Who is not confirmed any more has nowhere to move from.
void EnrolmentChanges::withdraw_wishes(Transaction& tx, const Visitor& by, const Group& group) const {
  for (const auto& wish : parts_.rows.open_moves_of(tx, group.ids())) {
    if (!parts_.rows.close_move(tx, wish.id, "withdrawn", {}, parts_.clock.now(), std::nullopt)) continue;
    for (const auto& member : group.members()) {
      if (member.id == wish.enrolment) audit(tx, by, member, "move_withdrawn", {});
    }
  }
}

void EnrolmentChanges::offer_free_places(Transaction& tx, CourseId course) const {
  constexpr int kMostAtOnce = 50;  // a job goes on with the rest
  for (int i = 0; i < kMostAtOnce && offer_next(tx, course); ++i) {
  }
}

bool EnrolmentChanges::offer_next(Transaction& tx, CourseId id) const {
  const auto course = parts_.courses.course(tx, id);
  if (!course || course->state == CourseState::Draft || course->free_places() == 0) return false;
  const auto waiting = parts_.rows.line(tx, id);
  std::vector<InLine> line;
  for (const auto& [enrolment, place] : waiting) {
    const bool pair = enrolment.pair.has_value();
    line.push_back({pair ? 2 : 1, pair ? parts_.rows.overtaken(tx, id, place) : 0});
  }
  const auto next = next_in_line(line, course->free_places());
  if (!next) return false;
  const Group group(parts_.rows.group(tx, waiting[*next].enrolment.id));
  return go(tx, console(), group, {EnrolmentState::Offered, Mover::Time, EnrolmentDeed::Offered}) == Went::Done;
}

}  // namespace courses
