#include "lesson_planner.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <callboard/moment.hpp>

#include "written_times.hpp"

namespace courses {

using namespace callboard;

namespace {

PlanInput plan_input_of(Transaction& tx, const LessonRepository& lessons, const Course& course) {
  PlanInput input;
  input.starts_on = course.starts_on;
  input.ends_on = course.ends_on;
  input.times = lessons.weekly_times(tx, course.id);
  input.holidays = lessons.holidays(tx, course.starts_on, course.ends_on);
  input.present = lessons.planned(tx, course.id);
  input.past_too = course.state == CourseState::Draft || input.present.empty();
  input.keep = course.state != CourseState::Draft && lessons.has_enrolments(tx, course.id);
  return input;
}

}  // namespace

void LessonPlanner::plan(Transaction& tx, CourseId id, Check check, const ClashFields& fields, bool course_too) const {
  parts_.courses.take_turn(tx, "course/" + std::to_string(static_cast<std::int64_t>(id)));
  const auto course = parts_.courses.course(tx, id);
  if (!course) throw NotFound("course");
  const auto changed = apply(tx, *course);
  this->check(tx, id, check == Check::All ? parts_.lessons.coming(tx, id, parts_.clock.now()) : changed, fields);
  if (!changed.empty() || course_too) tell(tx, id, changed);
}

void LessonPlanner::plan_all(Transaction& tx, const std::string& from, const std::string& until,
                             const ClashFields& fields) const {
  std::map<CourseId, std::vector<LessonId>> others;
  std::set<std::string> turns;
  for (const auto id : parts_.lessons.courses_on(tx, from, until)) {
    const auto course = parts_.courses.course(tx, id);
    if (!course) continue;
    auto changed = apply(tx, *course);
    if (changed.empty()) continue;
    for (auto& turn : parts_.lessons.turns(tx, id)) turns.insert(std::move(turn));
    others.emplace(id, std::move(changed));
  }
  // All of them in the order of their texts, not course by course.
  for (const auto& turn : turns) parts_.courses.take_turn(tx, turn);
  for (const auto& [id, changed] : others) {
    check(tx, id, changed, fields);
    tell(tx, id, changed);
  }
}

// The lessons that are new or others now, and still there.
std::vector<LessonId> LessonPlanner::apply(Transaction& tx, const Course& course) const {
  auto input = plan_input_of(tx, parts_.lessons, course);
  input.zone = parts_.site.info()->time_zone;
  input.now = parts_.clock.now();
  const auto plan = plan_lessons(input);
  for (const auto lesson : plan.remove) parts_.lessons.remove(tx, lesson);
  std::vector<LessonId> changed;
  for (const auto& lesson : plan.change) {
    parts_.lessons.change(tx, lesson, input.now);
    changed.push_back(lesson.id);
  }
  for (const auto& lesson : plan.add) changed.push_back(parts_.lessons.add(tx, course.id, lesson));
  return changed;
}

void LessonPlanner::check(Transaction& tx, CourseId course, const std::vector<LessonId>& lessons,
                          const ClashFields& fields) const {
  if (lessons.empty()) return;
  for (const auto& turn : parts_.lessons.turns(tx, course)) parts_.courses.take_turn(tx, turn);
  Faults faults;
  for (const auto lesson : lessons) {
    if (const auto clash = parts_.lessons.hall_clash(tx, lesson))
      faults.add(fields.hall, clash_text(*clash, fields.language));
    if (const auto clash = parts_.lessons.teacher_clash(tx, lesson))
      faults.add(fields.teacher, clash_text(*clash, fields.language));
    if (faults) throw AdminRefusal(std::move(faults));
  }
}

void LessonPlanner::tell(Transaction& tx, CourseId id, const std::vector<LessonId>& lessons) const {
  const auto course = parts_.courses.course(tx, id);
  if (course && course->state != CourseState::Draft) parts_.news.course_changed(tx, id, lessons);
}

Text LessonPlanner::clash_text(const LessonClash& clash, Language language) const {
  const auto text = clash.as_student ? _("{who} takes part in another course then: {course}, {from}–{until}.")
                                     : _("{who} is taken then: {course}, {from}–{until}.");
  return text.with("who", clash.what)
      .with("course", clash.course)
      .with("from", written(parts_.view, moment(clash.starts_at), language))
      .with("until", written(parts_.view, moment(clash.ends_at, MomentStyle::Time), language));
}

}  // namespace courses
