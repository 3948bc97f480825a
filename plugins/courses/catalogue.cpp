#include "catalogue.hpp"

#include <algorithm>
#include <set>

namespace courses {

using namespace callboard;

namespace {

bool teaches(const Course& course, TeacherId teacher) {
  return std::any_of(course.teachers.begin(), course.teachers.end(),
                     [&](const auto& each) { return each.id == teacher; });
}

bool is_on(const std::vector<WeeklyTime>& times, int weekday) {
  return std::any_of(times.begin(), times.end(), [&](const auto& time) { return time.weekday == weekday; });
}

int free_of(const Course& course, const std::map<CourseId, int>& taken) {
  const auto found = taken.find(course.id);
  return std::max(0, course.capacity - (found == taken.end() ? course.taken : found->second));
}

// All of the list's filters but free places, which only the database knows.
bool is_wanted(const ShownCourse& shown, const ScheduleQuery& query, const std::string& today) {
  if ((shown.course.ends_on < today) != query.past) return false;
  if (query.teacher && !teaches(shown.course, *query.teacher)) return false;
  return !query.weekday || is_on(shown.times, *query.weekday);
}

std::vector<Teacher> all_teachers(const std::vector<ShownCourse>& courses) {
  std::map<std::pair<std::string, TeacherId>, Teacher> by_name;
  for (const auto& shown : courses) {
    for (const auto& teacher : shown.course.teachers)
      by_name.emplace(std::pair{teacher.full_name, teacher.id}, teacher);
  }
  std::vector<Teacher> all;
  for (auto& [name, teacher] : by_name) all.push_back(std::move(teacher));
  return all;
}

bool may_enrol(const ShownCourse& shown) { return shown.course.state == CourseState::Published; }

}  // namespace

const ShownCourse* CatalogueState::find(CourseId id) const {
  const auto place = places.find(id);
  return place == places.end() ? nullptr : &courses[place->second];
}

std::string Catalogue::today_date() const { return date_of(today(clock_.now(), site_.info()->time_zone)); }

std::shared_ptr<const CatalogueState> Catalogue::kept() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

// Two who find it changed read it twice, which does no harm.
std::shared_ptr<const CatalogueState> Catalogue::load() const {
  auto state = database_.read([&](Transaction& tx) {
    auto read = std::make_shared<CatalogueState>();
    read->revision = SqlCatalogue::present(tx, {}).revision;
    const auto ids = SqlCatalogue::shown(tx);
    auto courses = rows_.courses(tx, ids);
    auto times = SqlCatalogue::weekly_times(tx);
    for (const auto id : ids) {
      read->places.emplace(id, read->courses.size());
      auto& shown = read->courses.emplace_back(ShownCourse{std::move(courses.at(id)), std::move(times[id])});
      shown.course.description.clear();
      shown.course.description.shrink_to_fit();
    }
    read->teachers = all_teachers(read->courses);
    return std::shared_ptr<const CatalogueState>(std::move(read));
  });
  const std::lock_guard lock(mutex_);
  state_ = state;
  return state;
}

Catalogue::Fresh Catalogue::fresh(const Choose& choose) const {
  constexpr int kTries = 3;  // somebody changes it just now, again and again
  Fresh fresh{kept(), {}, {}};
  for (int tries = 0; tries < kTries; ++tries) {
    fresh.chosen = choose(*fresh.state);
    std::vector<CourseId> ids;
    ids.reserve(fresh.chosen.size());
    for (const auto* shown : fresh.chosen) ids.push_back(shown->course.id);
    auto present = database_.read_single([&](Transaction& tx) { return SqlCatalogue::present(tx, ids); });
    fresh.taken = std::move(present.taken);
    if (present.revision == fresh.state->revision) return fresh;
    fresh.state = load();
  }
  fresh.chosen = choose(*fresh.state);
  return fresh;
}

Catalogue::Shown Catalogue::list(const ScheduleQuery& query) const {
  const auto day = today_date();
  Shown shown;
  shown.page = query.page;
  const auto first = static_cast<std::size_t>(query.page - 1) * kPage;
  const auto cut = [&](auto& list) {
    shown.pages = std::max(1, static_cast<int>((list.size() + kPage - 1) / kPage));
    list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(std::min(first, list.size())));
    if (list.size() > kPage) list.resize(kPage);
  };
  const auto fresh = this->fresh([&](const CatalogueState& state) {
    std::vector<const ShownCourse*> wanted;
    for (const auto& each : state.courses) {
      if (is_wanted(each, query, day) && (!query.free || may_enrol(each))) wanted.push_back(&each);
    }
    if (query.past) std::reverse(wanted.begin(), wanted.end());
    if (!query.free) cut(wanted);
    return wanted;
  });
  shown.state = fresh.state;
  for (const auto* each : fresh.chosen) shown.entries.push_back({each, free_of(each->course, fresh.taken)});
  if (query.free) {
    std::erase_if(shown.entries, [](const auto& entry) { return entry.free == 0; });
    cut(shown.entries);
  }
  return shown;
}

Catalogue::Shown Catalogue::next(int most) const {
  const auto day = today_date();
  const auto fresh = this->fresh([&](const CatalogueState& state) {
    std::vector<const ShownCourse*> coming, running;
    for (const auto& each : state.courses) {
      if (!may_enrol(each) || each.course.ends_on < day) continue;
      (each.course.starts_on >= day ? coming : running).push_back(&each);
    }
    for (auto each = running.rbegin(); each != running.rend(); ++each) coming.push_back(*each);
    if (coming.size() > static_cast<std::size_t>(most)) coming.resize(static_cast<std::size_t>(most));
    return coming;
  });
  Shown shown{fresh.state, {}};
  for (const auto* each : fresh.chosen) shown.entries.push_back({each, free_of(each->course, fresh.taken)});
  return shown;
}

std::int64_t Catalogue::revision() const {
  return database_.read_single([](Transaction& tx) { return SqlCatalogue::present(tx, {}).revision; });
}

Catalogue::Timetable Catalogue::lessons(const ScheduleQuery& query, Day from, Day until) const {
  const auto zone = site_.info()->time_zone;
  const auto all = database_.read_single(
      [&](Transaction& tx) { return SqlCatalogue::lessons(tx, time_on(from, 0, zone), time_on(until, 0, zone)); });
  const auto fresh = this->fresh([&](const CatalogueState& state) {
    std::set<CourseId> ids;
    if (query.free) {
      for (const auto& lesson : all) ids.insert(lesson.course);
    }
    std::vector<const ShownCourse*> chosen;
    for (const auto id : ids) {
      if (const auto* shown = state.find(id)) chosen.push_back(shown);
    }
    return chosen;
  });
  Timetable timetable{fresh.state, {}};
  for (const auto& lesson : all) {
    const auto* shown = fresh.state->find(lesson.course);
    if (!shown) continue;
    if (query.free && (!may_enrol(*shown) || free_of(shown->course, fresh.taken) == 0)) continue;
    const bool his =
        !query.teacher || (lesson.teacher ? *lesson.teacher == *query.teacher : teaches(shown->course, *query.teacher));
    if (his) timetable.lessons.push_back(lesson);
  }
  return timetable;
}

}  // namespace courses
