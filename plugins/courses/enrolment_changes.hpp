// The one way in which an enrolment's state changes: by the rules, guarded, with its places, audited and told; and what
// a freed place leads to. All decisions about one course wait for each other here (its turn), so that each sees what
// the one before it did. Every function runs inside the caller's transaction. Thread-safe.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <callboard/audit.hpp>

#include "course_repository.hpp"
#include "enrolment_rules.hpp"
#include "enrolment_store.hpp"
#include "news.hpp"

namespace courses {

inline constexpr const char* kEnrolmentRecord = "enrolment";

// One enrolment, or both of a pair, the inviter's first: they have one course, one period and one state.
class Group {
 public:
  explicit Group(std::vector<Enrolment> members) : members_(std::move(members)) {}
  bool empty() const { return members_.empty(); }
  const Enrolment& front() const { return members_.front(); }
  const std::vector<Enrolment>& members() const { return members_; }
  EnrolmentState state() const { return front().state; }
  CourseId course() const { return front().course; }
  int places() const { return static_cast<int>(members_.size()); }
  std::vector<EnrolmentId> ids() const;

 private:
  std::vector<Enrolment> members_;
};

struct Step {
  EnrolmentState to{};
  Mover mover{};
  EnrolmentDeed deed{};
  std::string reason = {};
};

enum class Went { Done, NotNow, Full };

class EnrolmentChanges {
 public:
  struct Parts {
    const CourseRepository& courses;
    const EnrolmentStore& rows;
    callboard::AuditLog& audit;
    News& news;
    const callboard::Clock& clock;
    std::chrono::hours offer_time;
  };
  explicit EnrolmentChanges(const Parts& parts) : parts_(parts) {}

  // Waits for the course's turn and returns the group as it is then; empty where there is none.
  Group hold(callboard::Transaction& tx, EnrolmentId id) const;
  void hold_course(callboard::Transaction& tx, CourseId course) const;
  // Waits for the turns of those who would take part, for a look at their other lessons. After the course's.
  void hold_students(callboard::Transaction& tx, const Group& group) const;

  // Takes the step with all of a held group, or none of it. NotNow: it is in another state by now; Full: the free
  // places do not suffice. Where places are freed they are offered.
  Went go(callboard::Transaction& tx, const callboard::Visitor& by, const Group& group, const Step& step) const;
  // Offers the free places of a held course to those who wait.
  void offer_free_places(callboard::Transaction& tx, CourseId course) const;

  void audit(callboard::Transaction& tx, const callboard::Visitor& by, const Enrolment& enrolment,
             const std::string& action, std::vector<callboard::AuditChange> changes) const;

 private:
  void withdraw_wishes(callboard::Transaction& tx, const callboard::Visitor& by, const Group& group) const;
  bool offer_next(callboard::Transaction& tx, CourseId course) const;

  Parts parts_;
};

}  // namespace courses
