#include "enrolment_rules.hpp"

#include <algorithm>
#include <array>

namespace courses {

namespace {

using State = EnrolmentState;

struct Transition {
  State from, to;
  Mover by;
};

constexpr std::array kTransitions{
    // A partner's answer; the inviter thinks better of it; nobody answers in time.
    Transition{State::Invited, State::Pending, Mover::Partner},
    Transition{State::Invited, State::Waiting, Mover::Partner},
    Transition{State::Invited, State::Cancelled, Mover::Partner},
    Transition{State::Invited, State::Cancelled, Mover::Student},
    Transition{State::Invited, State::Cancelled, Mover::School},
    Transition{State::Invited, State::Cancelled, Mover::Time},
    // A request is decided, or put into the line of those who wait.
    Transition{State::Pending, State::Confirmed, Mover::School},
    Transition{State::Pending, State::Rejected, Mover::School},
    Transition{State::Pending, State::Waiting, Mover::School},
    Transition{State::Pending, State::Cancelled, Mover::Student},
    Transition{State::Pending, State::Cancelled, Mover::School},
    Transition{State::Pending, State::Cancelled, Mover::Time},
    // A freed place goes to the next in line.
    Transition{State::Waiting, State::Offered, Mover::Time},
    Transition{State::Waiting, State::Rejected, Mover::School},
    Transition{State::Waiting, State::Cancelled, Mover::Student},
    Transition{State::Waiting, State::Cancelled, Mover::School},
    Transition{State::Waiting, State::Cancelled, Mover::Time},
    // Accepted, declined, lapsed.
    Transition{State::Offered, State::Confirmed, Mover::Student},
    Transition{State::Offered, State::Confirmed, Mover::School},
    Transition{State::Offered, State::Rejected, Mover::School},
    Transition{State::Offered, State::Cancelled, Mover::Student},
    Transition{State::Offered, State::Cancelled, Mover::School},
    Transition{State::Offered, State::Cancelled, Mover::Time},
    // The course is followed to its end, or left.
    Transition{State::Confirmed, State::Completed, Mover::Time},
    Transition{State::Confirmed, State::Cancelled, Mover::Student},
    Transition{State::Confirmed, State::Cancelled, Mover::School},
};

}  // namespace

bool may_go(EnrolmentState from, EnrolmentState to, Mover by) {
  return std::any_of(kTransitions.begin(), kTransitions.end(),
                     [&](const Transition& step) { return step.from == from && step.to == to && step.by == by; });
}

std::optional<std::size_t> next_in_line(const std::vector<InLine>& line, int free_places) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i].places <= free_places) return i;
    if (line[i].overtaken >= kMostOvertakings) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace courses
