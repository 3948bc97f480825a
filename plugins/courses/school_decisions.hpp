// What teachers and administrators decide: requests, and wishes to move. Thread-safe.
#pragma once

#include "enrolment_changes.hpp"
#include "enrolments.hpp"
#include "timetable.hpp"

namespace courses {

class SchoolDecisions : public EnrolmentDecisions {
 public:
  struct Parts {
    callboard::Database& database;
    const CourseRepository& courses;
    const EnrolmentStore& rows;
    const EnrolmentChanges& changes;
    const Timetable& timetable;
    News& news;
    const callboard::Clock& clock;
  };
  explicit SchoolDecisions(const Parts& parts) : parts_(parts) {}

  std::vector<Decision> confirm(const callboard::Visitor& by, const std::vector<EnrolmentId>& enrolments) override;
  std::vector<Decision> reject(const callboard::Visitor& by, const std::vector<EnrolmentId>& enrolments,
                               const std::string& reason) override;
  Decision accept_move(const callboard::Visitor& by, MoveRequestId request) override;
  Decision decline_move(const callboard::Visitor& by, MoveRequestId request, const std::string& reason) override;

  // The same for one, inside the caller's transaction; and what only administrators may do with an enrolment that is
  // not at its end.
  Decision confirm(callboard::Transaction& tx, const callboard::Visitor& by, EnrolmentId id) const;
  Decision reject(callboard::Transaction& tx, const callboard::Visitor& by, EnrolmentId id,
                  const std::string& reason) const;
  Decision cancel(callboard::Transaction& tx, const callboard::Visitor& by, EnrolmentId id,
                  const std::string& reason) const;

 private:
  Decision decide(callboard::Transaction& tx, const callboard::Visitor& by, EnrolmentId id, const Step& step) const;
  std::optional<Clash> clash(callboard::Transaction& tx, const Group& group) const;
  bool decides(callboard::Transaction& tx, const callboard::Visitor& by, CourseId course) const;
  Decision move(callboard::Transaction& tx, const callboard::Visitor& by, const MoveRequest& wish,
                const Group& group) const;
  std::optional<Decision> why_not(callboard::Transaction& tx, const MoveRequest& wish, const Group& group,
                                  callboard::Language language) const;

  Parts parts_;
};

}  // namespace courses
