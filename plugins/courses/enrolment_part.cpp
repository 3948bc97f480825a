#include "enrolment_part.hpp"

namespace courses {

using namespace callboard;

EnrolmentPart::EnrolmentPart(Registrar& host, Foundation& foundation)
    : timetable_(foundation.course_rows, rows_, foundation.clock, foundation.site, foundation.view),
      changes_({foundation.course_rows, rows_, foundation.audit, foundation.news, foundation.clock,
                foundation.settings.offer_time}),
      decisions_({foundation.database, foundation.course_rows, rows_, changes_, timetable_, foundation.news,
                  foundation.clock}),
      line_(rows_, changes_),
      admin_(decisions_, line_),
      people_(foundation.course_rows, rows_, changes_),
      demo_({foundation.database, foundation.course_rows, rows_, foundation.people, foundation.clock,
             foundation.settings.offer_time}),
      booking_({foundation.database, foundation.course_rows, rows_, changes_, timetable_, foundation.news,
                foundation.people, foundation.holders, host.rate_limiter(), foundation.clock}),
      own_({foundation.database, foundation.course_rows, rows_, changes_, timetable_, foundation.clock,
            foundation.settings.invitation_time, foundation.settings.cancel_until}),
      history_({foundation.database, foundation.course_rows, rows_, own_, timetable_, foundation.people,
                foundation.clock, foundation.settings.invitation_time}),
      upkeep_(
          {foundation.database, rows_, changes_, timetable_, foundation.clock, foundation.settings.invitation_time}),
      booking_pages_(foundation.view, booking_, timetable_),
      enrolment_pages_(foundation.view, own_, history_, timetable_) {
  booking_pages_.add_routes(host.routes());
  enrolment_pages_.add_routes(host.routes());
  host.menu({_("My enrolments"), "/enrolments", role("student"), 30});
  // Short, since people wait for a freed place; it costs a few indexed reads where there is nothing to do.
  host.job({"enrolments", std::chrono::seconds(15), [this] { upkeep_.run(); }});
  host.personal_data(people_.part());
  host.demo([this] {
    demo_.load();
    return nlohmann::json::object();
  });
  add_administration(host, foundation);
}

void EnrolmentPart::add_administration(Registrar& host, const Foundation& foundation) {
  host.admin_resource(admin_.resource());
  host.pending_work(EnrolmentsAdmin::pending());
  host.dashboard_plot(EnrolmentsAdmin::by_week(foundation.clock, foundation.site));
}

}  // namespace courses
