#include "waiting_line.hpp"

#include <algorithm>

namespace courses {

using namespace callboard;

// Whoever goes up changes places with the one before; who had the same place keeps the order by a place further up.
bool WaitingLine::move(Transaction& tx, const Visitor& by, EnrolmentId id, To to) const {
  const auto group = changes_.hold(tx, id);
  if (group.empty() || group.state() != EnrolmentState::Waiting) return false;
  const auto line = rows_.line(tx, group.course());
  const auto own =
      std::find_if(line.begin(), line.end(), [&](const auto& each) { return each.enrolment.id == group.front().id; });
  if (own == line.end()) return false;
  const auto present = own - line.begin();
  const auto last = static_cast<std::ptrdiff_t>(line.size()) - 1;
  if (to == To::Down ? present == last : present == 0) return false;
  if (to == To::Front) {
    rows_.set_queue_place(tx, group.front().id, line.front().queue_place - 1);
  } else {
    const auto& other = *(to == To::Up ? own - 1 : own + 1);
    const auto further = to == To::Up ? own->queue_place + 1 : own->queue_place - 1;
    const auto swapped = other.queue_place == own->queue_place ? further : own->queue_place;
    rows_.set_queue_place(tx, group.front().id, other.queue_place);
    rows_.set_queue_place(tx, other.enrolment.id, swapped);
  }
  const auto place = to == To::Front ? 1 : present + (to == To::Up ? 0 : 2);
  for (const auto& member : group.members()) {
    changes_.audit(tx, by, member, "line_changed", {{"place", std::to_string(present + 1), std::to_string(place)}});
  }
  changes_.offer_free_places(tx, group.course());
  return true;
}

bool WaitingLine::add(Transaction& tx, const Visitor& by, EnrolmentId id) const {
  const auto group = changes_.hold(tx, id);
  if (group.empty()) return false;
  const auto went = changes_.go(tx, by, group, {EnrolmentState::Waiting, Mover::School, EnrolmentDeed::Waits});
  if (went == Went::Done) changes_.offer_free_places(tx, group.course());
  return went == Went::Done;
}

}  // namespace courses
