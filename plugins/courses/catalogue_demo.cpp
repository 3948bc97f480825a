#include "catalogue_demo.hpp"

#include <callboard/sql_rows.hpp>

#include <stdexcept>

#include "courses_admin.hpp"
#include "school_days.hpp"
#include "sql_catalogue.hpp"

namespace courses {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr int kAugust = 8;  // a season begins after it

int season_of(Day day) {
  const std::chrono::year_month_day date(day);
  const bool is_autumn = static_cast<unsigned>(date.month()) > kAugust;
  return static_cast<int>(date.year()) - (is_autumn ? 0 : 1);
}

}  // namespace

json CatalogueDemo::load() const {
  parts_.database.transact([&](Transaction& tx) {
    parts_.courses.take_turn(tx, kCatalogueTurn);
    if (!SqlCatalogue::shown(tx).empty()) return;
    add_holidays(tx);
    const auto teachers = add_teachers(tx), halls = add_halls(tx);
    for (const auto& course : demo_courses()) add_course(tx, course, teachers, halls);
  });
  return json::object();
}

void CatalogueDemo::add_holidays(Transaction& tx) const {
  const auto year = season_of(today(parts_.clock.now(), parts_.site.info()->time_zone));
  const auto add = [&](const char* title, const std::string& from, const std::string& until) {
    SqlRows::insert(tx, "courses_holidays", {{"title", title}, {"starts_on", from}, {"ends_on", until}});
  };
  const auto next = std::to_string(year + 1);
  add("Новогодние каникулы (New Year)", std::to_string(year) + "-12-31", next + "-01-08");
  add("Майские праздники (May holidays)", next + "-05-01", next + "-05-03");
  add("День Победы (Victory Day)", next + "-05-09", next + "-05-09");
}

std::vector<std::int64_t> CatalogueDemo::add_teachers(Transaction& tx) const {
  std::vector<std::int64_t> ids;
  for (const auto& teacher : demo_teachers()) {
    const auto users = *teacher.account ? parts_.people.named(tx, teacher.account) : std::vector<UserId>{};
    ids.push_back(SqlRows::insert(tx, "courses_teachers",
                                  {{"full_name", teacher.full_name},
                                   {"specialisation", teacher.specialisation},
                                   {"about", teacher.about},
                                   {"user_id", users.empty() ? json() : json(to_number(users.front()))}}));
    parts_.search.put(tx, kTeacherRecord, ids.back(), {teacher.full_name, teacher.specialisation});
  }
  return ids;
}

std::vector<std::int64_t> CatalogueDemo::add_halls(Transaction& tx) const {
  std::vector<std::int64_t> ids;
  for (const auto& hall : demo_halls()) {
    ids.push_back(SqlRows::insert(tx, "courses_halls", {{"name", hall.name}, {"places", hall.places}}));
    parts_.search.put(tx, kHallRecord, ids.back(), {hall.name});
  }
  return ids;
}

void CatalogueDemo::add_course(Transaction& tx, const DemoCourse& course, const std::vector<std::int64_t>& teachers,
                               const std::vector<std::int64_t>& halls) const {
  const auto first = today(parts_.clock.now(), parts_.site.info()->time_zone) + std::chrono::days(course.first_day);
  const auto last = first + std::chrono::weeks(course.weeks) - std::chrono::days(1);
  const auto id = SqlRows::insert(tx, "courses_courses",
                                  {{"title", course.title},
                                   {"description", course.description},
                                   {"state", course.state},
                                   {"hall_id", halls.at(course.hall)},
                                   {"capacity", course.capacity},
                                   {"price", course.price},
                                   {"starts_on", date_of(first)},
                                   {"ends_on", date_of(last)}});
  auto members = json::array();
  for (const auto teacher : course.teachers) members.push_back(teachers.at(teacher));
  SqlRows::set_members(tx, {"courses_course_teachers", "course_id", "teacher_id"}, id, members);
  const auto times = weekly_times_in(course.times).value();
  for (const auto& time : times) {
    SqlRows::insert(
        tx, "courses_weekly_times",
        {{"course_id", id}, {"weekday", time.weekday}, {"from_minute", time.from}, {"until_minute", time.until}});
  }
  plan(tx, CourseId{id}, course);
  parts_.search.put(tx, kCourseRecord, id, {course.title, course.description});
}

// A season that clashes with itself is ours to put right, so it is told what does.
void CatalogueDemo::plan(Transaction& tx, CourseId id, const DemoCourse& course) const try {
  parts_.planner.plan(tx, id, LessonPlanner::Check::Changed, {"hall", "teachers"});
} catch (const AdminRefusal& refusal) {
  std::string text = course.title;
  for (const auto& [field, fault] : refusal.faults().all()) text += ": " + fault.english();
  throw std::runtime_error(text);
}

}  // namespace courses
