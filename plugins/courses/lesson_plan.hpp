// Which lessons come of a course's weekly times, its dates and the holidays, and what that changes of those that are
// there. A pure function; thread-safe.
//
// A lesson stays the same one as long as its weekly time has one in that week, so whoever was told of it hears that it
// was moved. What was moved, cancelled or added by hand is left alone, and so is what is over.
#pragma once

#include "school_days.hpp"
#include "weekly_times.hpp"

namespace courses {

// As it is kept, without the course's own hall and teachers.
struct PlannedLesson {
  LessonId id{};
  std::optional<WeeklyTimeId> weekly;
  std::string planned_on;
  callboard::Time starts_at, ends_at;
  std::optional<HallId> hall;
  std::optional<TeacherId> teacher;
  bool cancelled = false;
  bool by_hand = false;

  bool same_as(const PlannedLesson& other) const {
    return planned_on == other.planned_on && starts_at == other.starts_at && ends_at == other.ends_at &&
           hall == other.hall && teacher == other.teacher && cancelled == other.cancelled;
  }
};

struct Holiday {
  std::string starts_on, ends_on;  // both included
};

struct PlanInput {
  std::string starts_on, ends_on;  // of the course, both included
  std::vector<WeeklyTime> times;
  std::vector<Holiday> holidays;
  std::vector<PlannedLesson> present;
  std::string zone;
  callboard::Time now;
  bool past_too = false;  // lessons that would have been: of a course that is only being entered
  bool keep = false;      // what is not given any more is cancelled, since people know of it; otherwise it is removed
};

struct LessonPlan {
  std::vector<PlannedLesson> add, change;  // `change` has their ids
  std::vector<LessonId> remove;
};

LessonPlan plan_lessons(const PlanInput& input);

}  // namespace courses
