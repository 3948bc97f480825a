// How a student asks for a place in a course, alone or with a partner: what it would mean, and doing it. Thread-safe.
#pragma once

#include <callboard/form.hpp>
#include <callboard/people.hpp>
#include <callboard/rate_limiter.hpp>

#include "booking_check.hpp"
#include "enrolment_changes.hpp"
#include "role_holders.hpp"

namespace courses {

// As typed.
struct BookingInput {
  ChoiceInput choice;
  std::string kind, partner;
};

// What it would mean.
struct BookingPlan {
  Course course;
  Attendance attendance;
  EnrolmentKind kind = EnrolmentKind::Personal;
  std::optional<callboard::UserId> partner;
  std::vector<Lesson> lessons;  // those to come that take place
  std::optional<Clash> clash;   // of the student's own lessons
  bool waits = false;           // the course is full: they would stand in line
  std::size_t ahead = 0;        // how many requests before theirs
};

struct Planned {
  Course course;
  callboard::Faults faults;
  std::optional<BookingPlan> plan;  // where there is no fault
};

struct Booked {
  Course course;
  callboard::Faults faults;
  std::optional<EnrolmentId> enrolment;  // where there is no fault
  EnrolmentState state{};
};

// What the form begins with.
struct BookingStart {
  Course course;
  std::optional<Enrolment> own;  // the open one in this course, if there is one
  callboard::Text closed;        // why nobody can enrol, or empty
  std::string first_day, last_day;
};

class Booking {
 public:
  struct Parts {
    callboard::Database& database;
    const CourseRepository& courses;
    const EnrolmentStore& rows;
    const EnrolmentChanges& changes;
    const Timetable& timetable;
    News& news;
    const callboard::PeopleNames& people;
    const RoleHolders& holders;
    callboard::RateLimiter& limiter;
    const callboard::Clock& clock;
  };
  explicit Booking(const Parts& parts) : parts_(parts) {}

  // Each throws NotFound for a draft, or where there is no such course.
  BookingStart start(const callboard::Visitor& by, CourseId course) const;
  // Throws TooMany for somebody who tries one partner after the other.
  Planned plan(const callboard::Visitor& by, CourseId course, const BookingInput& input) const;
  Booked book(const callboard::Visitor& by, CourseId course, const BookingInput& input) const;

 private:
  // Whom a partner's name means.
  struct Meant {
    std::optional<callboard::UserId> user;  // another student, if there is one
    bool oneself = false;
  };

  Course shown(callboard::Transaction& tx, CourseId id) const;
  Planned plan(callboard::Transaction& tx, const callboard::Visitor& by, CourseId course, const BookingInput& input,
               const Meant& named) const;
  Meant meant(callboard::Transaction& tx, const callboard::Visitor& by, const BookingInput& input) const;
  void limit_partners(const callboard::Visitor& by, const BookingInput& input) const;
  std::optional<callboard::UserId> partner(callboard::Transaction& tx, CourseId course, const std::string& name,
                                           const Meant& named, callboard::Faults& faults) const;
  void look_ahead(callboard::Transaction& tx, const callboard::Visitor& by, BookingPlan& plan) const;
  std::optional<EnrolmentId> add(callboard::Transaction& tx, const callboard::Visitor& by, const BookingPlan& plan,
                                 EnrolmentState state) const;

  Parts parts_;
};

}  // namespace courses
