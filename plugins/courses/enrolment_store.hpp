// Where enrolments are kept, for those who change them. Every function runs inside the caller's transaction, and is
// safe against others only while the course's turn is held (EnrolmentChanges). Thread-safe.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "enrolment_repository.hpp"

namespace courses {

using callboard::Time;

// What a state's change writes besides it.
struct StateChange {
  EnrolmentState from{}, to{};
  std::string reason;
  Time at;
  std::optional<callboard::UserId> decided_by;
  std::optional<Time> offered_until;  // of an offer; gone with any other state
};

// One who waits, or the inviter of a pair that does.
struct WaitingEnrolment {
  Enrolment enrolment;
  std::int64_t queue_place = 0;
};

// What lapses or ends by itself.
enum class Lapse { Invitations, Offers, Periods, Requests };

class EnrolmentStore : public EnrolmentRepository {
 public:
  // `id`, `version` and `sequence` do not count. Nothing where that person has an open enrolment in the course.
  virtual std::optional<EnrolmentId> add(callboard::Transaction& tx, const Enrolment& enrolment) const = 0;
  virtual void set_pair(callboard::Transaction& tx, EnrolmentId id, EnrolmentId pair) const = 0;
  // That enrolment, or both of its pair, the inviter's first.
  virtual std::vector<Enrolment> group(callboard::Transaction& tx, EnrolmentId id) const = 0;
  // False where it is in another state by now.
  virtual bool change(callboard::Transaction& tx, EnrolmentId id, const StateChange& change) const = 0;
  // Another course, teacher or period for one that is confirmed. False where it is not, or where that person has an
  // open enrolment there already.
  virtual bool move(callboard::Transaction& tx, EnrolmentId id, const MoveRequest& to, Time at) const = 0;
  virtual void forget_person(callboard::Transaction& tx, callboard::UserId user) const = 0;

  // In the order of the line, at most 1,000.
  virtual std::vector<WaitingEnrolment> line(callboard::Transaction& tx, CourseId course) const = 0;
  virtual void set_queue_place(callboard::Transaction& tx, EnrolmentId id, std::int64_t place) const = 0;
  // How many got a place by the line although they stood behind.
  virtual int overtaken(callboard::Transaction& tx, CourseId course, std::int64_t queue_place) const = 0;
  // Courses where somebody waits and a place is free.
  virtual std::vector<CourseId> with_free_places_and_line(callboard::Transaction& tx) const = 0;

  // Published courses that are not over, by title, at most 300: id and title.
  virtual std::vector<std::pair<CourseId, std::string>> courses_to_choose(callboard::Transaction& tx,
                                                                          const std::string& today) const = 0;

  // For the demonstration: whether there is any enrolment; a course of that title.
  virtual bool any(callboard::Transaction& tx) const = 0;
  virtual std::optional<CourseId> titled(callboard::Transaction& tx, const std::string& title) const = 0;

  // At most 200 enrolments that lapsed by `now`, or by the day `today`; of a pair the inviter's.
  virtual std::vector<EnrolmentId> lapsed(callboard::Transaction& tx, Lapse what, Time by,
                                          const std::string& today) const = 0;

  // Nothing where there is an open wish about that enrolment.
  virtual std::optional<MoveRequestId> ask_to_move(callboard::Transaction& tx, const MoveRequest& request) const = 0;
  virtual std::optional<MoveRequest> open_move(callboard::Transaction& tx, MoveRequestId id) const = 0;
  virtual std::vector<MoveRequest> open_moves_of(callboard::Transaction& tx,
                                                 const std::vector<EnrolmentId>& enrolments) const = 0;
  // False where it is not open any more. `state`: accepted, declined, withdrawn.
  virtual bool close_move(callboard::Transaction& tx, MoveRequestId id, const char* state, const std::string& reason,
                          Time at, std::optional<callboard::UserId> by) const = 0;
};

}  // namespace courses
