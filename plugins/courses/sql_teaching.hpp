// Who came to a lesson, what was written to a course, and how many are in it, in the database. Every function runs
// inside the caller's transaction. Thread-safe.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <callboard/database.hpp>

#include "values.hpp"

namespace courses {

enum class Presence { Present, Late, Absent, Excused };
inline constexpr std::array<Presence, 4> kPresences{Presence::Present, Presence::Late, Presence::Absent,
                                                    Presence::Excused};
std::string_view name_of(Presence presence);  // "present"
std::optional<Presence> presence_of(std::string_view name);
callboard::Text text_of(Presence presence);

// How often somebody was what, by Presence.
using Tally = std::array<int, 4>;

// What is written of one lesson: nothing takes a mark away.
using Marks = std::map<EnrolmentId, std::optional<Presence>>;

struct CourseMessage {
  std::optional<callboard::UserId> author;  // nobody: the account is gone
  std::string subject, body;
  int recipients = 0;
  callboard::Time sent_at;
};

// Of a course's enrolments; a pair's request counts as one.
struct CourseCounts {
  int confirmed = 0, requests = 0, waiting = 0;
};

class SqlTeaching {
 public:
  static std::map<EnrolmentId, Presence> marks(callboard::Transaction& tx, LessonId lesson);
  // Of the course's own lessons: who was moved into it brings none along.
  static std::map<EnrolmentId, Tally> tallies(callboard::Transaction& tx, CourseId course);
  static void mark(callboard::Transaction& tx, LessonId lesson, const Marks& marks, callboard::UserId by,
                   callboard::Time now);

  static void add_message(callboard::Transaction& tx, CourseId course, const CourseMessage& message);
  // The newest first, at most 20.
  static std::vector<CourseMessage> messages(callboard::Transaction& tx, CourseId course);

  static std::map<CourseId, CourseCounts> counts(callboard::Transaction& tx, const std::vector<CourseId>& courses);
  // Those that are no drafts, the newest first, at most 200: for administrators.
  static std::vector<CourseId> all_courses(callboard::Transaction& tx);
};

}  // namespace courses
