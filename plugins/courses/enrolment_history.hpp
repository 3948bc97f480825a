// A student's enrolments as a page shows them. Thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <callboard/people.hpp>

#include "own_enrolments.hpp"

namespace courses {

struct HistoryEntry {
  Enrolment enrolment;
  std::string course;                // its title
  std::string teacher;               // the name
  std::string partner;               // of a pair, or empty where the account is gone
  std::optional<Lesson> next;        // the next lesson, of a confirmed one
  std::size_t place = 0;             // in line, from 1; 0 where it does not wait
  int pending_places = 0;            // how many places it needs
  std::optional<Time> answer_until;  // of an offer, or of an invitation that this student is to answer
  std::optional<Time> cancel_until;  // where it can be cancelled until then only
  bool may_cancel = false;
  bool lapsed = false;              // its offer or invitation has, and nobody has ended it yet
  std::optional<MoveRequest> wish;  // an open one
  std::string wish_course, wish_teacher;
};

struct HistoryFilter {
  std::optional<EnrolmentState> state;
  std::optional<CourseId> course;
  std::size_t page = 0;
};

struct History {
  std::vector<HistoryEntry> entries;        // the newest first
  bool more = false;                        // there are further pages
  bool any = false;                         // without the filter
  std::map<CourseId, std::string> courses;  // all that this student has enrolled in
};

class EnrolmentHistory {
 public:
  struct Parts {
    callboard::Database& database;
    const CourseRepository& courses;
    const EnrolmentStore& rows;
    const OwnEnrolments& own;
    const Timetable& timetable;
    const callboard::PeopleNames& people;
    const callboard::Clock& clock;
    std::chrono::hours invitation_time;
  };
  explicit EnrolmentHistory(const Parts& parts) : parts_(parts) {}

  static constexpr std::size_t kPage = 20;
  History list(const callboard::Visitor& by, const HistoryFilter& filter) const;
  // Throws NotFound for somebody else's.
  HistoryEntry one(const callboard::Visitor& by, EnrolmentId id) const;

  // The form of a wish to move: the courses to choose from, and the one chosen.
  struct MoveChoice {
    HistoryEntry entry;
    std::vector<std::pair<CourseId, std::string>> courses;
    std::optional<Course> course;
  };
  MoveChoice move_choice(const callboard::Visitor& by, EnrolmentId id, std::optional<CourseId> to) const;

 private:
  History read(const callboard::Visitor& by, const HistoryFilter& filter) const;
  HistoryEntry entry(callboard::Transaction& tx, const Enrolment& enrolment, const Course* course) const;
  void add_partner(callboard::Transaction& tx, HistoryEntry& entry) const;
  void add_dates(callboard::Transaction& tx, HistoryEntry& entry) const;
  void add_wish(callboard::Transaction& tx, HistoryEntry& entry) const;
  std::string teacher_name(callboard::Transaction& tx, TeacherId id, const Course* course) const;

  Parts parts_;
};

}  // namespace courses
