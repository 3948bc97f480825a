#include "catalogue_part.hpp"

#include <theatre_admin/admin_pages.hpp>

#include "sql_catalogue_office.hpp"

namespace courses {

using namespace callboard;

namespace {

PersonalData teachers_data(const CourseRepository& courses) {
  return {"courses.teacher",
          [&courses](Transaction& tx, UserId user) -> nlohmann::json {
            const auto teacher = courses.teacher_of(tx, user);
            if (!teacher) return nullptr;
            return {{"full_name", teacher->full_name}, {"specialisation", teacher->specialisation}};
          },
          [](Transaction& tx, UserId user) { SqlCatalogueOffice::unlink(tx, user); }};
}

}  // namespace

CataloguePart::CataloguePart(Registrar& host, Foundation& foundation)
    : planner_({foundation.course_rows, lessons_, foundation.news, foundation.clock, foundation.site, foundation.view}),
      courses_({foundation.database.engine(), foundation.course_rows, lessons_, planner_, foundation.clock,
                foundation.site, foundation.view}),
      timetable_({foundation.database.engine(), foundation.course_rows, lessons_, planner_, foundation.clock,
                  foundation.site, foundation.view}),
      people_(foundation.course_rows),
      catalogue_(foundation.database, foundation.course_rows, foundation.clock, foundation.site),
      schedule_({foundation.database, foundation.view, catalogue_, foundation.clock, foundation.site}),
      pages_({foundation.database, foundation.view, foundation.course_rows, lessons_, foundation.media,
              foundation.clock, foundation.site}),
      demo_({foundation.database, foundation.course_rows, planner_, foundation.people, foundation.search,
             foundation.clock, foundation.site}),
      course_rows_(foundation.course_rows) {
  add_resources(host);
  add_pages(host);
  host.demo([this] { return demo_.load(); });
  host.personal_data(teachers_data(foundation.course_rows));
  host.when_all_registered([this](Registrar& all) { connect(all); });
}

void CataloguePart::add_resources(Registrar& host) const {
  host.admin_resource(courses_.resource());
  host.admin_resource(people_.teachers());
  host.admin_resource(timetable_.lessons());
  host.admin_resource(timetable_.weekly_times());
  host.admin_resource(people_.halls());
  host.admin_resource(timetable_.holidays());
}

void CataloguePart::add_pages(Registrar& host) const {
  host.menu({_("Schedule"), "/schedule", everyone, 20});
  host.home_panel({"courses/home_panel", 20, [this](const Visitor&) { return schedule_.home_panel(); }});
  auto& routes = host.routes();
  routes.get("/schedule", everyone, [this](const Request& r, const Visitor& v) { return schedule_.schedule(r, v); });
  routes.get("/courses/{id}", everyone, [this](const Request& r, const Visitor& v) { return pages_.course(r, v); });
  routes.get("/teachers/{id}/picture", everyone,
             [this](const Request& r, const Visitor&) { return pages_.picture(r); });
}

void CataloguePart::connect(Registrar& all) {
  people_.give_roles_by(all.find<accounts::Roles>());
  if (auto* reviews = all.find<reviews::Reviews>()) {
    reviews->add(course_subjects(course_rows_));
    schedule_.rate_by(reviews);
    pages_.review_by(reviews);
  }
  if (auto* pages = all.find<theatre_admin::AdminPages>()) pages->section({_("Courses"), "/admin/courses", 15});
}

}  // namespace courses
