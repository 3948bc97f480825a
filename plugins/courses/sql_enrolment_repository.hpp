// Enrolments on SQLite and MySQL (sql/courses/0002). Thread-safe.
#pragma once

#include "enrolment_store.hpp"

namespace courses {

class SqlEnrolmentRepository : public EnrolmentStore {
 public:
  std::optional<Enrolment> enrolment(callboard::Transaction& tx, EnrolmentId id) const override;
  std::vector<Enrolment> enrolments(callboard::Transaction& tx, const std::vector<EnrolmentId>& ids) const override;
  std::vector<Enrolment> of_user(callboard::Transaction& tx, callboard::UserId user) const override;
  std::vector<Enrolment> of_course(callboard::Transaction& tx, CourseId course,
                                   const std::vector<EnrolmentState>& states) const override;
  std::vector<MoveRequest> moves_of_course(callboard::Transaction& tx, CourseId course) const override;

  std::optional<EnrolmentId> add(callboard::Transaction& tx, const Enrolment& enrolment) const override;
  void set_pair(callboard::Transaction& tx, EnrolmentId id, EnrolmentId pair) const override;
  std::vector<Enrolment> group(callboard::Transaction& tx, EnrolmentId id) const override;
  bool change(callboard::Transaction& tx, EnrolmentId id, const StateChange& change) const override;
  bool move(callboard::Transaction& tx, EnrolmentId id, const MoveRequest& to, Time at) const override;
  void forget_person(callboard::Transaction& tx, callboard::UserId user) const override;

  std::vector<WaitingEnrolment> line(callboard::Transaction& tx, CourseId course) const override;
  void set_queue_place(callboard::Transaction& tx, EnrolmentId id, std::int64_t place) const override;
  int overtaken(callboard::Transaction& tx, CourseId course, std::int64_t queue_place) const override;
  std::vector<CourseId> with_free_places_and_line(callboard::Transaction& tx) const override;
  std::vector<std::pair<CourseId, std::string>> courses_to_choose(callboard::Transaction& tx,
                                                                  const std::string& today) const override;
  bool any(callboard::Transaction& tx) const override;
  std::optional<CourseId> titled(callboard::Transaction& tx, const std::string& title) const override;
  std::vector<EnrolmentId> lapsed(callboard::Transaction& tx, Lapse what, Time by,
                                  const std::string& today) const override;

  std::optional<MoveRequestId> ask_to_move(callboard::Transaction& tx, const MoveRequest& request) const override;
  std::optional<MoveRequest> open_move(callboard::Transaction& tx, MoveRequestId id) const override;
  std::vector<MoveRequest> open_moves_of(callboard::Transaction& tx,
                                         const std::vector<EnrolmentId>& enrolments) const override;
  bool close_move(callboard::Transaction& tx, MoveRequestId id, const char* state, const std::string& reason, Time at,
                  std::optional<callboard::UserId> by) const override;

  // For tests of their plans.
  static std::string line_statement();
  static std::string lapsed_statement(Lapse what);
  static std::string with_free_places_statement();
  static std::string of_user_statement();
  static std::string of_course_statement(const std::vector<EnrolmentState>& states);
};

}  // namespace courses
