#include "enrolment_rules.hpp"

#include <algorithm>
#include <array>

namespace courses {

namespace {

using State = EnrolmentState;

struct Way {
  State from, to;
  Mover by;
};

constexpr std::array kSteps{
    // A partner's answer; the inviter thinks better of it; nobody answers in time.
    Way{State::Invited, State::Pending, Mover::Partner},
    Way{State::Invited, State::Waiting, Mover::Partner},
    Way{State::Invited, State::Cancelled, Mover::Partner},
    Way{State::Invited, State::Cancelled, Mover::Student},
    Way{State::Invited, State::Cancelled, Mover::School},
    Way{State::Invited, State::Cancelled, Mover::Time},
    // A request is decided, or put into the line of those who wait.
    Way{State::Pending, State::Confirmed, Mover::School},
    Way{State::Pending, State::Rejected, Mover::School},
    Way{State::Pending, State::Waiting, Mover::School},
    Way{State::Pending, State::Cancelled, Mover::Student},
    Way{State::Pending, State::Cancelled, Mover::School},
    Way{State::Pending, State::Cancelled, Mover::Time},
    // A freed place goes to the next in line.
    Way{State::Waiting, State::Offered, Mover::Time},
    Way{State::Waiting, State::Rejected, Mover::School},
    Way{State::Waiting, State::Cancelled, Mover::Student},
    Way{State::Waiting, State::Cancelled, Mover::School},
    Way{State::Waiting, State::Cancelled, Mover::Time},
    // Accepted, declined, lapsed.
    Way{State::Offered, State::Confirmed, Mover::Student},
    Way{State::Offered, State::Confirmed, Mover::School},
    Way{State::Offered, State::Rejected, Mover::School},
    Way{State::Offered, State::Cancelled, Mover::Student},
    Way{State::Offered, State::Cancelled, Mover::School},
    Way{State::Offered, State::Cancelled, Mover::Time},
    // The course is followed to its end, or left.
    Way{State::Confirmed, State::Completed, Mover::Time},
    Way{State::Confirmed, State::Cancelled, Mover::Student},
    Way{State::Confirmed, State::Cancelled, Mover::School},
};

}  // namespace

bool may_go(EnrolmentState from, EnrolmentState to, Mover by) {
  return std::any_of(kSteps.begin(), kSteps.end(),
                     [&](const Way& step) { return step.from == from && step.to == to && step.by == by; });
}

std::optional<std::size_t> next_in_line(const std::vector<InLine>& line, int free_places) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i].places <= free_places) return i;
    if (line[i].overtaken >= kMostOvertakings) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace courses
