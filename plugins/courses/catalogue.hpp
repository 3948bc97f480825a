// The courses that are shown, kept in the process: whoever asks reads how often they were changed (and the places that
// are taken) with one statement, and all of them only where somebody changed them since. Thread-safe.
#pragma once

#include <memory>
#include <mutex>

#include <callboard/services.hpp>
#include <callboard/site.hpp>

#include "course_repository.hpp"
#include "schedule_query.hpp"
#include "sql_catalogue.hpp"

namespace courses {

struct ShownCourse {
  Course course;  // without its description; `taken` is only as it was when it was read
  std::vector<WeeklyTime> times;
};

// As it was at one moment; immutable.
struct CatalogueState {
  std::int64_t revision = -1;
  std::vector<ShownCourse> courses;  // by their first day
  std::map<CourseId, std::size_t> places;
  std::vector<Teacher> teachers;  // of these courses, by name

  const ShownCourse* find(CourseId id) const;
};

class Catalogue {
 public:
  Catalogue(callboard::Database& database, const CourseRepository& rows, const callboard::Clock& clock,
            const callboard::Site& site)
      : database_(database), rows_(rows), clock_(clock), site_(site) {}

  static constexpr int kPage = 24;

  // Some courses, and the state that they are of. `course` points into it.
  struct Shown {
    std::shared_ptr<const CatalogueState> state;
    struct Entry {
      const ShownCourse* course;
      int free;
    };
    std::vector<Entry> entries;
    int pages = 1;
    int page = 1;
  };
  // A page of the list. A page beyond the last one is empty.
  Shown list(const ScheduleQuery& query) const;
  // Those that begin next; where there are none, those that have begun.
  Shown next(int most) const;

  // How often it was changed.
  std::int64_t revision() const;

  struct Timetable {
    std::shared_ptr<const CatalogueState> state;
    std::vector<Lesson> lessons;  // of courses that are shown, as the query filters them
  };
  // Days [from, until).
  Timetable lessons(const ScheduleQuery& query, Day from, Day until) const;

  std::string today_date() const;

 private:
  using Choose = std::function<std::vector<const ShownCourse*>(const CatalogueState&)>;
  struct Fresh {
    std::shared_ptr<const CatalogueState> state;
    std::vector<const ShownCourse*> chosen;
    std::map<CourseId, int> taken;
  };
  // What `choose` chooses of the present state, with the places that are taken now.
  Fresh fresh(const Choose& choose) const;
  std::shared_ptr<const CatalogueState> kept() const;
  std::shared_ptr<const CatalogueState> load() const;

  callboard::Database& database_;
  const CourseRepository& rows_;
  const callboard::Clock& clock_;
  const callboard::Site& site_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const CatalogueState> state_ = std::make_shared<CatalogueState>();
};

}  // namespace courses
