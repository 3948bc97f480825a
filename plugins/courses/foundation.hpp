// What the plugin's parts stand on: the host's services that several use, the repositories of what they share, and the
// way to tell people. Lives as long as the plugin; its members are thread-safe.
#pragma once

#include <callboard/registrar.hpp>

#include "news.hpp"
#include "role_holders.hpp"
#include "settings.hpp"
#include "sql_course_repository.hpp"

namespace courses {

// News on their way to whoever tells people: the parts that make news are there before the one that tells.
class NewsDesk : public News {
 public:
  void tell(callboard::Transaction& tx, const callboard::Visitor& by, const EnrolmentNews& news) override {
    if (reader_ != nullptr) reader_->tell(tx, by, news);
  }
  void course_changed(callboard::Transaction& tx, CourseId course, const std::vector<LessonId>& lessons) override {
    if (reader_ != nullptr) reader_->course_changed(tx, course, lessons);
  }
  // Only while the plugin registers.
  void read_by(News& reader) { reader_ = &reader; }

 private:
  News* reader_ = nullptr;
};

struct Foundation {
  // Throws ConfigError.
  explicit Foundation(callboard::Registrar& host);
  Foundation(const Foundation&) = delete;
  Foundation& operator=(const Foundation&) = delete;

  const Settings settings;
  callboard::Database& database;
  const callboard::Clock& clock;
  callboard::Site& site;
  callboard::AuditLog& audit;
  callboard::View& view;
  callboard::Log& log;
  callboard::Mailer& mailer;
  const callboard::PeopleNames& people;
  callboard::SearchIndex& search;
  callboard::MediaStore& media;

  RoleHolders holders;
  const SqlCourseRepository course_rows;
  NewsDesk news;
};

}  // namespace courses
