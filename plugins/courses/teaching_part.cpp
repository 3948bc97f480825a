#include "teaching_part.hpp"

#include "sql_teaching_data.hpp"

namespace courses {

using namespace callboard;

TeachingPart::TeachingPart(Registrar& host, Foundation& foundation, EnrolmentDecisions& decisions,
                           const EnrolmentRepository& enrolments)
    : parts_{foundation.database, foundation.course_rows, enrolments,       foundation.people,
             foundation.holders,  foundation.mailer,      foundation.audit, host.rate_limiter(),
             foundation.view,     foundation.site,        foundation.clock, foundation.log},
      letters_(parts_),
      mails_(parts_, letters_),
      news_(mails_),
      lesson_mails_(parts_, letters_),
      calendars_(parts_, host.keys("courses.feeds")),
      teaching_(parts_, letters_),
      calendar_pages_(calendars_, parts_),
      mail_pages_(parts_),
      teacher_pages_(teaching_, parts_),
      request_pages_(teaching_, decisions, parts_) {
  foundation.news.read_by(news_);
  add_routes(host);
  add_jobs(host);
  host.menu({_("Teaching"), "/teacher", role("teacher"), 40});
  host.personal_data({"teaching", [](Transaction& tx, UserId user) { return SqlTeachingData::collect(tx, user); },
                      [](Transaction& tx, UserId user) { SqlTeachingData::erase(tx, user); }});
  host.when_all_registered([this](Registrar& all) { open_rooms(all); });
}

void TeachingPart::add_routes(Registrar& host) {
  calendar_pages_.add_routes(host.routes());
  mail_pages_.add_routes(host.routes());
  teacher_pages_.add_routes(host.routes());
  request_pages_.add_routes(host.routes());
}

void TeachingPart::add_jobs(Registrar& host) {
  host.job({"tell_of_changes", std::chrono::minutes(1), [this] { lesson_mails_.tell_changes(); }});
  host.job({"remind_of_lessons", std::chrono::minutes(10), [this] { lesson_mails_.remind(); }});
}

void TeachingPart::open_rooms(Registrar& all) {
  auto* rooms = all.find<key_cabinet::RoomKeys>();
  if (rooms == nullptr) return;
  keys_.emplace(parts_, *rooms);
  news_.open_with(*keys_);
  all.job({"open_rooms", std::chrono::minutes(5), [this] { keys_->update(); }});
}

}  // namespace courses
