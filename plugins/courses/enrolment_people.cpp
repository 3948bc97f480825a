#include "enrolment_people.hpp"

#include <algorithm>
#include <set>

namespace courses {

using namespace callboard;
using nlohmann::json;

PersonalData EnrolmentPeople::part() const {
  return {"enrolments", [this](Transaction& tx, UserId user) { return collect(tx, user); },
          [this](Transaction& tx, UserId user) { erase(tx, user); }};
}

json EnrolmentPeople::collect(Transaction& tx, UserId user) const {
  const auto all = rows_.of_user(tx, user);
  std::set<CourseId> ids;
  for (const auto& each : all) ids.insert(each.course);
  const auto courses = courses_.courses(tx, {ids.begin(), ids.end()});
  auto list = json::array();
  for (const auto& each : all) {
    const auto course = courses.find(each.course);
    json entry{{"course", course == courses.end() ? std::string() : course->second.title},
               {"kind", name_of(each.kind)},
               {"from", each.starts_on},
               {"until", each.ends_on},
               {"state", name_of(each.state)},
               {"reason", each.reason},
               {"asked_at", each.created_at.time_since_epoch().count()}};
    for (const auto& wish : rows_.open_moves_of(tx, {each.id})) entry["wish"] = wish.note;
    list.push_back(std::move(entry));
  }
  return list;
}

// The courses in the order of their turns, as everybody takes them.
void EnrolmentPeople::erase(Transaction& tx, UserId user) const {
  auto all = rows_.of_user(tx, user);
  const auto turn = [](const Enrolment& each) { return std::to_string(static_cast<std::int64_t>(each.course)); };
  std::sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return turn(a) < turn(b); });
  for (const auto& each : all) {
    if (!is_open(each.state)) continue;
    const auto group = changes_.hold(tx, each.id);
    if (group.empty() || !is_open(group.state())) continue;
    changes_.go(tx, console(), group, {EnrolmentState::Cancelled, Mover::Student, EnrolmentDeed::Cancelled});
  }
  rows_.forget_person(tx, user);
}

}  // namespace courses
