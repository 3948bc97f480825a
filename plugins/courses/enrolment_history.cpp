#include "enrolment_history.hpp"

#include <algorithm>
#include <set>

namespace courses {

using namespace callboard;

History EnrolmentHistory::list(const Visitor& by, const HistoryFilter& filter) const {
  auto history = read(by, filter);
  bool settled = false;
  for (const auto& entry : history.entries) {
    if (!entry.lapsed) continue;
    parts_.own.settle(entry.enrolment.id);
    settled = true;
  }
  return settled ? read(by, filter) : history;
}

History EnrolmentHistory::read(const Visitor& by, const HistoryFilter& filter) const {
  return parts_.database.read([&](Transaction& tx) {
    auto all = parts_.rows.of_user(tx, by.user);
    History history;
    history.any = !all.empty();
    std::set<CourseId> ids;
    for (const auto& each : all) ids.insert(each.course);
    const auto courses = parts_.courses.courses(tx, {ids.begin(), ids.end()});
    for (const auto& [id, course] : courses) history.courses.emplace(id, course.title);
    std::erase_if(all, [&](const Enrolment& each) {
      return (filter.state && each.state != *filter.state) || (filter.course && each.course != *filter.course);
    });
    const auto first = std::min(filter.page * kPage, all.size()), last = std::min(first + kPage, all.size());
    history.more = last < all.size();
    for (auto i = first; i < last; ++i) {
      const auto course = courses.find(all[i].course);
      history.entries.push_back(entry(tx, all[i], course == courses.end() ? nullptr : &course->second));
    }
    return history;
  });
}

HistoryEntry EnrolmentHistory::one(const Visitor& by, EnrolmentId id) const {
  return parts_.database.read([&](Transaction& tx) {
    const auto enrolment = parts_.rows.enrolment(tx, id);
    if (!enrolment || enrolment->user != by.user) throw NotFound("an enrolment");
    const auto course = parts_.courses.course(tx, enrolment->course);
    return entry(tx, *enrolment, course ? &*course : nullptr);
  });
}

EnrolmentHistory::MoveChoice EnrolmentHistory::move_choice(const Visitor& by, EnrolmentId id,
                                                           std::optional<CourseId> to) const {
  MoveChoice choice{one(by, id), {}, {}};
  parts_.database.read([&](Transaction& tx) {
    const auto present = choice.entry.enrolment.course;
    choice.courses = parts_.rows.courses_to_choose(tx, parts_.timetable.today());
    const bool listed = std::any_of(choice.courses.begin(), choice.courses.end(),
                                    [&](const auto& each) { return each.first == present; });
    if (!listed) choice.courses.insert(choice.courses.begin(), {present, choice.entry.course});
    choice.course = parts_.courses.course(tx, to.value_or(present));
    if (choice.course && choice.course->state == CourseState::Draft) choice.course.reset();
  });
  return choice;
}

HistoryEntry EnrolmentHistory::entry(Transaction& tx, const Enrolment& enrolment, const Course* course) const {
  HistoryEntry entry;
  entry.enrolment = enrolment;
  if (course) entry.course = course->title;
  entry.teacher = teacher_name(tx, enrolment.teacher, course);
  entry.may_cancel = may_go(enrolment.state, EnrolmentState::Cancelled, Mover::Student);
  if (enrolment.pair) add_partner(tx, entry);
  if (is_open(enrolment.state)) add_dates(tx, entry);
  if (enrolment.state == EnrolmentState::Confirmed) add_wish(tx, entry);
  return entry;
}

// Mostly it is one of the course's; but one may have left it.
std::string EnrolmentHistory::teacher_name(Transaction& tx, TeacherId id, const Course* course) const {
  if (course) {
    for (const auto& teacher : course->teachers) {
      if (teacher.id == id) return teacher.full_name;
    }
  }
  const auto teacher = parts_.courses.teacher(tx, id);
  return teacher ? teacher->full_name : std::string();
}

void EnrolmentHistory::add_partner(Transaction& tx, HistoryEntry& entry) const {
  for (const auto& member : parts_.rows.group(tx, entry.enrolment.id)) {
    if (member.id == entry.enrolment.id || !member.user) continue;
    const auto names = parts_.people.names(tx, {*member.user});
    const auto found = names.find(*member.user);
    if (found != names.end()) {
      entry.partner = found->second.full_name.empty() ? found->second.name : found->second.full_name;
    }
  }
}

void EnrolmentHistory::add_dates(Transaction& tx, HistoryEntry& entry) const {
  const auto& own = entry.enrolment;
  const auto now = parts_.clock.now();
  if (own.state == EnrolmentState::Offered) entry.answer_until = own.offered_until;
  if (own.state == EnrolmentState::Invited) {
    const auto until = own.created_at + parts_.invitation_time;
    entry.lapsed = until <= now;
    if (!own.inviter) entry.answer_until = until;
  }
  entry.lapsed = entry.lapsed || (entry.answer_until && *entry.answer_until <= now);
  if (own.state == EnrolmentState::Waiting) {
    const auto line = parts_.rows.line(tx, own.course);
    const auto first = own.pair.value_or(own.id);
    const auto found =
        std::find_if(line.begin(), line.end(), [&](const auto& each) { return each.enrolment.id == first; });
    if (found != line.end()) entry.place = static_cast<std::size_t>(found - line.begin()) + 1;
    entry.pending_places = own.pair ? 2 : 1;
  }
  if (own.state != EnrolmentState::Confirmed) return;
  entry.cancel_until = parts_.own.cancel_until(tx, own);
  entry.may_cancel = !entry.cancel_until || now <= *entry.cancel_until;
  for (const auto& lesson : parts_.timetable.lessons(tx, attendance_of(own))) {
    if (lesson.cancelled || lesson.ends_at <= now) continue;
    entry.next = lesson;
    break;
  }
}

void EnrolmentHistory::add_wish(Transaction& tx, HistoryEntry& entry) const {
  auto wishes = parts_.rows.open_moves_of(tx, {entry.enrolment.id, entry.enrolment.pair.value_or(entry.enrolment.id)});
  if (wishes.empty()) return;
  entry.wish = std::move(wishes.front());
  if (const auto course = parts_.courses.course(tx, entry.wish->course)) entry.wish_course = course->title;
  entry.wish_teacher = teacher_name(tx, entry.wish->teacher, nullptr);
}

}  // namespace courses
