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
    : planner_({foundation.course_rows, lessons_, foundation.news, foundation.clock, foundation.site}),
      courses_({foundation.database.engine(), foundation.course_rows, lessons_, planner_, foundation.clock,
                foundation.site}),
      timetable_({foundation.database.engine(), foundation.course_rows, lessons_, planner_, foundation.clock,
                  foundation.site}),
      people_(foundation.course_rows) {
  add_resources(host);
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

void CataloguePart::connect(Registrar& all) {
  people_.give_roles_by(all.find<accounts::Roles>());
  if (auto* pages = all.find<theatre_admin::AdminPages>()) pages->section({_("Courses"), "/admin/courses", 15});
}

}  // namespace courses
