// A mail to students and teachers: the same frame for all, in the reader's language, to those who want its kind.
// Every function runs inside the caller's transaction: a mail leaves if and only if it commits. Thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "lesson_calendar.hpp"
#include "mail_kinds.hpp"
#include "teaching_parts.hpp"

namespace courses {

struct Letter {
  callboard::Text subject;
  callboard::Text text;
  // What else stands in it: see templates/courses/mail_news.txt.
  nlohmann::json data = nlohmann::json::object();
  std::vector<CalendarEvent> events = {};  // attached as a calendar, if any
};

class Letters {
 public:
  explicit Letters(const TeachingParts& parts) : parts_(parts), lessons_(parts.view, parts.site, parts.clock) {}

  const LessonCalendar& lessons() const { return lessons_; }

  // Those of them who have an address and want that kind.
  std::map<callboard::UserId, callboard::PersonAddress> readers(callboard::Transaction& tx,
                                                                const std::vector<callboard::UserId>& users,
                                                                MailKind kind) const;
  // An address that cannot be mailed to is logged, and keeps nobody else from being told.
  void send(callboard::Transaction& tx, const callboard::PersonAddress& to, const Letter& letter) const;

  // Course, teachers, hall and price for a letter.
  static nlohmann::json facts_of(const Course& course);
  // The first few of these lessons for people's eyes, and how many there are beside them.
  static void show_lessons(nlohmann::json& data, const std::vector<Lesson>& lessons);
  // A path of this site as a link with a label.
  void link(nlohmann::json& data, const callboard::Text& label, const std::string& path) const;

 private:
  const TeachingParts parts_;
  const LessonCalendar lessons_;
};

}  // namespace courses
