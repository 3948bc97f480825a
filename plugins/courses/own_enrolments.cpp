#include "own_enrolments.hpp"

#include <algorithm>

#include <callboard/encoding.hpp>
#include <callboard/unicode.hpp>

namespace courses {

using namespace callboard;

namespace {

constexpr std::size_t kLongestNote = 500;  // characters

// Lines are no control characters here.
Text fault_in(std::string note) {
  if (code_points(note).size() > kLongestNote) return _("At most 500 characters.");
  std::erase_if(note, [](char c) { return c == '\n' || c == '\r' || c == '\t'; });
  return has_control_characters(note) ? _("There are control characters in this text.") : Text();
}

const Enrolment& own_of(const Visitor& by, const Group& group) {
  const auto& members = group.members();
  const auto found =
      std::find_if(members.begin(), members.end(), [&](const Enrolment& each) { return each.user == by.user; });
  if (found == members.end()) throw NotFound("an enrolment");
  return *found;
}

}  // namespace

Group OwnEnrolments::hold_own(Transaction& tx, const Visitor& by, EnrolmentId id) const {
  auto group = parts_.changes.hold(tx, id);
  if (group.empty() || own_of(by, group).id != id) throw NotFound("an enrolment");
  return group;
}

// From the lesson on that is the first for whoever enrolled late.
std::optional<Time> OwnEnrolments::cancel_until(Transaction& tx, const Enrolment& enrolment) const {
  if (enrolment.state != EnrolmentState::Confirmed) return std::nullopt;
  for (const auto& lesson : parts_.timetable.lessons(tx, attendance_of(enrolment))) {
    if (!lesson.cancelled && lesson.starts_at >= enrolment.created_at) return lesson.starts_at - parts_.cancel_until;
  }
  return std::nullopt;
}

Answer OwnEnrolments::cancel(const Visitor& by, EnrolmentId id) const {
  return parts_.database.transact([&](Transaction& tx) -> Answer {
    const auto group = hold_own(tx, by, id);
    if (!may_go(group.state(), EnrolmentState::Cancelled, Mover::Student)) return {Outcome::NotNow, group.state()};
    const auto until = cancel_until(tx, own_of(by, group));
    if (until && parts_.clock.now() > *until) return {Outcome::TooLate, group.state()};
    parts_.changes.go(tx, by, group, {EnrolmentState::Cancelled, Mover::Student, EnrolmentDeed::Cancelled});
    return {Outcome::Done, EnrolmentState::Cancelled};
  });
}

// Nobody acts on what has lapsed, whether or not the job has come by.
std::optional<Answer> OwnEnrolments::lapse(Transaction& tx, const Group& group) const {
  const auto now = parts_.clock.now();
  const bool offer =
      group.state() == EnrolmentState::Offered && group.front().offered_until && *group.front().offered_until <= now;
  const bool invitation =
      group.state() == EnrolmentState::Invited && group.front().created_at + parts_.invitation_time <= now;
  if (!offer && !invitation) return std::nullopt;
  parts_.changes.go(tx, console(), group,
                    {EnrolmentState::Cancelled, Mover::Time, offer ? EnrolmentDeed::Lapsed : EnrolmentDeed::Declined});
  return Answer{Outcome::Lapsed, EnrolmentState::Cancelled};
}

void OwnEnrolments::settle(EnrolmentId id) const {
  parts_.database.transact([&](Transaction& tx) {
    const auto group = parts_.changes.hold(tx, id);
    if (!group.empty()) lapse(tx, group);
  });
}

Answer OwnEnrolments::accept(const Visitor& by, EnrolmentId id) const {
  return parts_.database.transact([&](Transaction& tx) -> Answer {
    const auto group = hold_own(tx, by, id);
    if (const auto lapsed = lapse(tx, group)) return *lapsed;
    if (group.state() == EnrolmentState::Offered) return accept_offer(tx, by, group);
    if (group.state() == EnrolmentState::Invited && !own_of(by, group).inviter) return accept_invitation(tx, by, group);
    return {Outcome::NotNow, group.state()};
  });
}

Answer OwnEnrolments::accept_invitation(Transaction& tx, const Visitor& by, const Group& group) const {
  const auto course = parts_.courses.course(tx, group.course());
  if (!course) throw NotFound("the course of an invitation");
  if (auto closed = why_closed(*course, parts_.timetable.today()); !closed.empty()) {
    return {Outcome::Closed, group.state(), std::move(closed)};
  }
  const bool waits = course->free_places() < group.places() || !parts_.rows.line(tx, group.course()).empty();
  const auto to = waits ? EnrolmentState::Waiting : EnrolmentState::Pending;
  if (parts_.changes.go(tx, by, group, {to, Mover::Partner, EnrolmentDeed::Received}) != Went::Done) {
    return {Outcome::NotNow, group.state()};
  }
  if (waits) parts_.changes.offer_free_places(tx, group.course());
  return {Outcome::Done, to};
}

// One of a pair accepts for both: they asked for it together.
Answer OwnEnrolments::accept_offer(Transaction& tx, const Visitor& by, const Group& group) const {
  parts_.changes.hold_students(tx, group);
  for (const auto& member : group.members()) {
    if (!member.user) continue;
    if (const auto clash = parts_.timetable.clash(tx, *member.user, attendance_of(member))) {
      return {Outcome::Clash, group.state(), parts_.timetable.text_of(*clash, by.language)};
    }
  }
  parts_.changes.go(tx, by, group, {EnrolmentState::Confirmed, Mover::Student, EnrolmentDeed::Confirmed});
  return {Outcome::Done, EnrolmentState::Confirmed};
}

Answer OwnEnrolments::decline(const Visitor& by, EnrolmentId id) const {
  return parts_.database.transact([&](Transaction& tx) -> Answer {
    const auto group = hold_own(tx, by, id);
    if (const auto lapsed = lapse(tx, group)) return *lapsed;
    const bool partner = group.state() == EnrolmentState::Invited && !own_of(by, group).inviter;
    if (!partner && group.state() != EnrolmentState::Offered) return {Outcome::NotNow, group.state()};
    const auto step = partner ? Step{EnrolmentState::Cancelled, Mover::Partner, EnrolmentDeed::Declined}
                              : Step{EnrolmentState::Cancelled, Mover::Student, EnrolmentDeed::Lapsed};
    parts_.changes.go(tx, by, group, step);
    return {Outcome::Done, EnrolmentState::Cancelled};
  });
}

OwnEnrolments::Wished OwnEnrolments::ask_to_move(const Visitor& by, EnrolmentId id, CourseId to,
                                                 const MoveInput& input) const {
  return parts_.database.transact([&](Transaction& tx) -> Wished {
    const auto group = hold_own(tx, by, id);
    if (group.state() != EnrolmentState::Confirmed) return {Outcome::NotNow, {}};
    MoveRequest wish;
    auto wished = check_wish(tx, by, group, to, input, wish);
    if (wished.faults) return wished;
    // One for a pair, whichever of the two asks.
    wish.enrolment = group.front().id;
    wish.created_at = parts_.clock.now();
    if (!parts_.rows.ask_to_move(tx, wish)) return {Outcome::NotNow, {}};
    parts_.changes.audit(tx, by, own_of(by, group), "move_asked",
                         {{"course", std::to_string(static_cast<std::int64_t>(group.course())),
                           std::to_string(static_cast<std::int64_t>(to))}});
    return {};
  });
}

OwnEnrolments::Wished OwnEnrolments::check_wish(Transaction& tx, const Visitor& by, const Group& group, CourseId to,
                                                const MoveInput& input, MoveRequest& wish) const {
  Wished wished;
  const auto course = parts_.courses.course(tx, to);
  if (!course || course->state == CourseState::Draft) {
    wished.faults.add("course", _("There is no such course."));
    return wished;
  }
  const auto today = parts_.timetable.today();
  const bool other = to != group.course();
  if (auto closed = why_closed(*course, today); other && !closed.empty())
    wished.faults.add("course", std::move(closed));
  const auto wanted = check_choice(*course, input.choice, parts_.timetable, by.language, wished.faults);
  if (other && !(group.front().kind == EnrolmentKind::Pair ? course->pair : course->personal)) {
    wished.faults.add("course", _("This course is not given in this kind."));
  }
  if (auto fault = fault_in(input.note); !fault.empty()) wished.faults.add("note", std::move(fault));
  const auto& now = group.front();
  if (!wished.faults && !other && wanted.teacher == now.teacher && wanted.starts_on == now.starts_on &&
      wanted.ends_on == now.ends_on) {
    wished.faults.add("teacher", _("That is what you have. Choose another teacher, period or course."));
  }
  wish.course = to;
  wish.teacher = wanted.teacher;
  wish.starts_on = wanted.starts_on;
  wish.ends_on = wanted.ends_on;
  wish.note = input.note;
  return wished;
}

Outcome OwnEnrolments::withdraw_move(const Visitor& by, EnrolmentId id) const {
  return parts_.database.transact([&](Transaction& tx) {
    const auto group = hold_own(tx, by, id);
    for (const auto& wish : parts_.rows.open_moves_of(tx, group.ids())) {
      if (!parts_.rows.close_move(tx, wish.id, "withdrawn", {}, parts_.clock.now(), by.user)) continue;
      parts_.changes.audit(tx, by, own_of(by, group), "move_withdrawn", {});
      return Outcome::Done;
    }
    return Outcome::NotNow;
  });
}

}  // namespace courses
