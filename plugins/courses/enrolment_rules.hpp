// The one state machine of enrolments: which state follows which, and by whom. Every way in (student, partner, teacher,
// administrator, jobs) asks here. Pure functions; thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "values.hpp"

namespace courses {

// School: the course's teacher or an administrator. Time: a job, when something has lapsed or ended.
enum class Mover { Student, Partner, School, Time };

bool may_go(EnrolmentState from, EnrolmentState to, Mover by);

// One who waits, in the order of the line; a pair is one.
struct InLine {
  int places = 1;
  int overtaken = 0;  // how many behind it got a place before it
};

// Who is offered the free places: the first in line whom they suffice for. So that singles do not pass a pair for ever,
// a pair that was overtaken so often is not overtaken again: what is freed is kept until it suffices for the pair.
inline constexpr int kMostOvertakings = 2;
std::optional<std::size_t> next_in_line(const std::vector<InLine>& line, int free_places);

}  // namespace courses
