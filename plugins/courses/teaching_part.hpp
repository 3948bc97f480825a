// The teacher's pages, attendance, messages, mails, calendars, keys of the rooms. Wiring only.
#pragma once

#include <optional>

#include "calendar_pages.hpp"
#include "enrolment_mails.hpp"
#include "foundation.hpp"
#include "lesson_keys.hpp"
#include "lesson_mails.hpp"
#include "mail_pages.hpp"
#include "request_pages.hpp"
#include "teacher_pages.hpp"

namespace courses {

class TeachingPart {
 public:
  TeachingPart(callboard::Registrar& host, Foundation& foundation, EnrolmentDecisions& decisions,
               const EnrolmentRepository& enrolments);

 private:
  void add_routes(callboard::Registrar& host);
  void add_jobs(callboard::Registrar& host);
  // Where there is a key cabinet.
  void open_rooms(callboard::Registrar& all);

  const TeachingParts parts_;
  const Letters letters_;
  EnrolmentMails mails_;
  KeysNews news_;
  const LessonMails lesson_mails_;
  const Calendars calendars_;
  const Teaching teaching_;
  CalendarPages calendar_pages_;
  MailPages mail_pages_;
  TeacherPages teacher_pages_;
  RequestPages request_pages_;
  std::optional<LessonKeys> keys_;
};

}  // namespace courses
