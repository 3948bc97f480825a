// The words that the whole plugin uses: ids, states, and the records as values. Immutable once read; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <callboard/services.hpp>
#include <callboard/text.hpp>
#include <callboard/visitor.hpp>

namespace courses {

enum class CourseId : std::int64_t {};
enum class TeacherId : std::int64_t {};
enum class HallId : std::int64_t {};
enum class LessonId : std::int64_t {};
enum class EnrolmentId : std::int64_t {};

template <typename Id>
constexpr std::int64_t to_number(Id id) {
  return static_cast<std::int64_t>(id);
}

// Draft: for administrators alone. Closed: shown, but nobody enrols any more.
enum class CourseState { Draft, Published, Closed };
std::string_view name_of(CourseState state);  // "draft"
CourseState course_state_of(std::string_view name);

struct Teacher {
  TeacherId id{};
  std::string full_name;
  std::string specialisation;
  std::optional<callboard::UserId> user;  // the account, if it is linked to one
};

struct Hall {
  HallId id{};
  std::string name;
};

// Dates are days of the school's calendar, "2026-11-21"; the last one is included.
struct Course {
  CourseId id{};
  std::int64_t version = 0;
  std::string title;
  std::string description;
  CourseState state = CourseState::Draft;
  std::optional<Hall> hall;
  int capacity = 0;
  int taken = 0;  // by confirmed and offered enrolments
  std::string price;
  std::string starts_on, ends_on;
  bool personal = true, pair = true;  // the kinds that it is given in
  int sequence = 0;
  callboard::Time changed_at;     // when the sequence grew last; the epoch for never
  std::vector<Teacher> teachers;  // by name

  int free_places() const { return taken < capacity ? capacity - taken : 0; }
};

struct Lesson {
  LessonId id{};
  CourseId course{};
  std::string planned_on;  // the day on which the weekly time put it, or on which it was added
  callboard::Time starts_at, ends_at;
  std::optional<Hall> hall;          // its own, or the course's
  std::optional<TeacherId> teacher;  // nobody in particular: all of the course's
  bool cancelled = false;
  std::string note;
  int sequence = 0;
  callboard::Time changed_at;  // as a course's
};

enum class EnrolmentKind { Personal, Pair };
std::string_view name_of(EnrolmentKind kind);  // "personal"
std::optional<EnrolmentKind> kind_of(std::string_view name);
callboard::Text text_of(EnrolmentKind kind);

// Invited: a pair whose partner has not answered yet. Open are all but the last three.
enum class EnrolmentState { Invited, Pending, Waiting, Offered, Confirmed, Completed, Rejected, Cancelled };
std::string_view name_of(EnrolmentState state);  // "pending"
EnrolmentState enrolment_state_of(std::string_view name);
callboard::Text text_of(EnrolmentState state);  // "pending" / "ожидание", as CONTRACTS has them
constexpr bool is_open(EnrolmentState state) { return state < EnrolmentState::Completed; }
constexpr bool holds_place(EnrolmentState state) {
  return state == EnrolmentState::Offered || state == EnrolmentState::Confirmed;
}

// One person's. A pair has two, which change together.
struct Enrolment {
  EnrolmentId id{};
  std::int64_t version = 0;
  CourseId course{};
  std::optional<callboard::UserId> user;  // nobody: the account is gone
  TeacherId teacher{};
  EnrolmentKind kind = EnrolmentKind::Personal;
  std::optional<EnrolmentId> pair;  // the inviter's enrolment, in both of a pair
  bool inviter = false;
  std::string starts_on, ends_on;
  EnrolmentState state = EnrolmentState::Pending;
  std::string reason;
  callboard::Time created_at, changed_at;
  std::optional<callboard::Time> offered_until;
  int sequence = 0;
};

}  // namespace courses
