// Where enrolments are kept, for those who read them. Every function runs inside the caller's transaction. Thread-safe.
#pragma once

#include <optional>
#include <vector>

#include <callboard/database.hpp>

#include "enrolments.hpp"
#include "values.hpp"

namespace courses {

struct MoveRequest {
  MoveRequestId id{};
  EnrolmentId enrolment{};
  CourseId course{};  // where to; the same as now, or another
  TeacherId teacher{};
  std::string starts_on, ends_on;
  std::string note;
  callboard::Time created_at;
};

class EnrolmentRepository {
 public:
  virtual ~EnrolmentRepository() = default;

  virtual std::optional<Enrolment> enrolment(callboard::Transaction& tx, EnrolmentId id) const = 0;
  // Those that are there, by id.
  virtual std::vector<Enrolment> enrolments(callboard::Transaction& tx, const std::vector<EnrolmentId>& ids) const = 0;
  // A person's, the newest first; at most 500.
  virtual std::vector<Enrolment> of_user(callboard::Transaction& tx, callboard::UserId user) const = 0;
  // A course's in these states, the oldest request first; at most 1,000.
  virtual std::vector<Enrolment> of_course(callboard::Transaction& tx, CourseId course,
                                           const std::vector<EnrolmentState>& states) const = 0;
  // The open wishes to move within a course, or into it: its teachers decide them.
  virtual std::vector<MoveRequest> moves_of_course(callboard::Transaction& tx, CourseId course) const = 0;
};

}  // namespace courses
