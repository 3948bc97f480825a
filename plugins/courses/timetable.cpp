#include "timetable.hpp"

#include <algorithm>

#include <callboard/local_time.hpp>
#include <callboard/moment.hpp>

#include "written_times.hpp"

namespace courses {

using namespace callboard;

Attendance attendance_of(const Enrolment& enrolment) {
  return {enrolment.course, enrolment.teacher, enrolment.starts_on, enrolment.ends_on};
}

std::string Timetable::today() const { return local_text(clock_.now(), site_.info()->time_zone).substr(0, 10); }

// Where clocks skip midnight, when they go on.
Time Timetable::begin_of(const std::string& day) const {
  const auto zone = site_.info()->time_zone;
  if (const auto midnight = time_from_local(day + "T00:00", zone)) return *midnight;
  return time_from_local(day + "T01:00", zone).value_or(Time{});
}

// From noon 24 hours lead to the next day, whatever clocks do.
Time Timetable::end_of(const std::string& day) const {
  const auto zone = site_.info()->time_zone;
  const auto noon = time_from_local(day + "T12:00", zone).value_or(Time{});
  return begin_of(local_text(noon + std::chrono::hours(24), zone).substr(0, 10));
}

std::vector<Lesson> Timetable::lessons(Transaction& tx, const Attendance& attendance) const {
  auto all = courses_.lessons(tx, attendance.course, begin_of(attendance.starts_on), end_of(attendance.ends_on));
  std::erase_if(all, [&](const Lesson& lesson) { return lesson.teacher && *lesson.teacher != attendance.teacher; });
  return all;
}

std::string Timetable::written(const std::string& day, Language language) const {
  return courses::written(view_, moment(begin_of(day), MomentStyle::Date), language);
}

Text Timetable::text_of(const Clash& clash, Language language) const {
  return _("It clashes with a lesson of “{course}” ({time}).")
      .with("course", clash.course)
      .with("time", courses::written(view_, moment(clash.starts_at), language));
}

// What the person has to do with elsewhere, from now on.
std::vector<Lesson> Timetable::engagements(Transaction& tx, UserId user, CourseId but) const {
  const auto now = clock_.now();
  std::vector<Lesson> all;
  const auto take = [&](std::vector<Lesson> lessons) {
    for (auto& lesson : lessons) {
      if (!lesson.cancelled && lesson.ends_at > now) all.push_back(std::move(lesson));
    }
  };
  for (const auto& enrolment : enrolments_.of_user(tx, user)) {
    if (!holds_place(enrolment.state) || enrolment.course == but) continue;
    take(lessons(tx, attendance_of(enrolment)));
  }
  const auto teacher = courses_.teacher_of(tx, user);
  if (!teacher) return all;
  constexpr auto kFarAhead = std::chrono::hours(24 * 366 * 2);
  for (const auto& course : courses_.courses_of(tx, teacher->id)) {
    if (course.id == but || end_of(course.ends_on) < now) continue;
    auto given = courses_.lessons(tx, course.id, now - std::chrono::hours(24), now + kFarAhead);
    std::erase_if(given, [&](const Lesson& lesson) { return lesson.teacher && *lesson.teacher != teacher->id; });
    take(std::move(given));
  }
  return all;
}

std::optional<Clash> Timetable::clash(Transaction& tx, UserId user, const Attendance& wanted,
                                      std::optional<CourseId> leaves) const {
  const auto others = engagements(tx, user, leaves.value_or(wanted.course));
  if (others.empty()) return std::nullopt;
  for (const auto& lesson : lessons(tx, wanted)) {
    if (lesson.cancelled || lesson.ends_at <= clock_.now()) continue;
    const auto found = std::find_if(others.begin(), others.end(), [&](const Lesson& other) {
      return other.course != wanted.course && other.starts_at < lesson.ends_at && lesson.starts_at < other.ends_at;
    });
    if (found == others.end()) continue;
    const auto course = courses_.course(tx, found->course);
    return Clash{course ? course->title : std::string(), found->starts_at};
  }
  return std::nullopt;
}

}  // namespace courses
