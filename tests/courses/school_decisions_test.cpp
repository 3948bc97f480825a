// What teachers and administrators decide, also several at once, on both engines.
#include <atomic>
#include <thread>

#include "callboard/testing/query_plan.hpp"
#include "enrolments_fixture.hpp"

namespace courses {
namespace {

class SchoolDecisionsTest : public EnrolmentsTest {
 protected:
  MoveRequestId ask(long long user, EnrolmentId id, CourseId to, const MoveInput& input) {
    EXPECT_EQ(school().own.ask_to_move(student(user), id, to, input).outcome, Outcome::Done);
    return MoveRequestId{number("SELECT MAX(id) FROM courses_move_requests")};
  }
  void add_teacher_of(CourseId course, long long teacher) {
    execute("INSERT INTO courses_course_teachers (course_id, teacher_id) VALUES (" + std::to_string(to_sql(course)) +
            ", " + std::to_string(teacher) + ")");
  }
};
CALLBOARD_ON_BOTH_ENGINES(SchoolDecisionsTest);

TEST_P(SchoolDecisionsTest, AreForTheCoursesTeacherAndForAdministrators) {
  const auto id = book(1), other = book(2);
  EXPECT_EQ(school().decisions.confirm(person(22, "teacher"), {id}).front().decided, Decided::NotYours);
  EXPECT_EQ(school().decisions.confirm(student(21), {id}).front().decided, Decided::NotYours);
  EXPECT_EQ(school().decisions.confirm(admin_, {id}).front().decided, Decided::Done);
  EXPECT_EQ(school().decisions.reject(vera_, {other, EnrolmentId{999}}, "Too late").back().decided, Decided::Gone);
  EXPECT_EQ(state(other), EnrolmentState::Rejected);
  EXPECT_EQ(news_.last().reason, "Too late");
}

TEST_P(SchoolDecisionsTest, AreMadeOnce) {
  const auto id = book(1);
  EXPECT_EQ(confirm(id), Decided::Done);
  EXPECT_EQ(confirm(id), Decided::AlreadyDecided);
  EXPECT_EQ(school().decisions.reject(vera_, {id}, "no").front().decided, Decided::AlreadyDecided);
  EXPECT_EQ(taken(), 1);
  EXPECT_EQ(news_.count(EnrolmentDeed::Confirmed), 1);
}

TEST_P(SchoolDecisionsTest, TakeBothOfAPairForOne) {
  const auto id = book_pair(1, 2);
  const auto made = school().decisions.confirm(vera_, {id, partner_of(id)});
  ASSERT_EQ(made.size(), 2U);
  EXPECT_EQ(made[0].decided, Decided::Done);
  EXPECT_EQ(made[1].decided, Decided::Done);
  EXPECT_EQ(taken(), 2);
}

TEST_P(SchoolDecisionsTest, NameWhatALessonClashesWith) {
  const auto other = add_course(2, "Dance", 5);
  add_lesson(course_, "2026-11-30T18:00");
  add_lesson(other, "2026-11-30T19:00");
  confirm(book(1));
  const auto clash = school().decisions.confirm(vera_, {book(1, other)}).front();
  EXPECT_EQ(clash.decided, Decided::Clash);
  EXPECT_EQ(clash.clash.english(), "It clashes with a lesson of “Stage speech” (en:2026-11-30T18:00).");
  execute("UPDATE courses_lessons SET cancelled = 1 WHERE course_id = 1");
  EXPECT_EQ(confirm(clash.enrolment), Decided::Done);
}

TEST_P(SchoolDecisionsTest, CountTheLessonsThatAStudentGives) {
  const auto other = add_course(2, "Dance", 5);
  execute("DELETE FROM courses_course_teachers WHERE course_id = 2");
  add_teacher_of(other, 2);
  add_lesson(course_, "2026-11-30T18:00");
  add_lesson(other, "2026-11-30T18:30");
  auto input = alone();
  input.choice.teacher = "2";
  const auto booked = school().booking.book(person(21, "student"), other, input);
  EXPECT_EQ(school().decisions.confirm(admin_, {booked.enrolment.value()}).front().decided, Decided::Clash);
}

TEST_P(SchoolDecisionsTest, MoveSomebodyToAnotherCourseWithThePlace) {
  const auto other = add_course(2, "Dance", 1);
  set_capacity(1);
  const auto id = book(1);
  confirm(id);
  const auto waiting = book(2);
  const auto wish = ask(1, id, other, {{"1", "2026-11-21", "2026-12-31"}, "Please"});
  EXPECT_EQ(school().decisions.accept_move(person(22, "teacher"), wish).decided, Decided::NotYours);
  EXPECT_EQ(school().decisions.accept_move(vera_, wish).decided, Decided::Done);
  EXPECT_EQ(school().decisions.accept_move(vera_, wish).decided, Decided::AlreadyDecided);
  EXPECT_EQ(number("SELECT taken FROM courses_courses WHERE id = 2"), 1);
  EXPECT_EQ(state(waiting), EnrolmentState::Offered);
  EXPECT_EQ(school().history.one(student(1), id).course, "Dance");
}

// An event of a lower number changes nothing in a calendar that knows the lesson already.
TEST_P(SchoolDecisionsTest, MoveSomebodyByANumberAboveAllThatTheirCalendarHasSeen) {
  const auto other = add_course(2, "Dance", 5);
  execute("UPDATE courses_courses SET capacity = 5 WHERE id = 1");
  const auto sequence = [&](EnrolmentId id) {
    return number("SELECT sequence FROM courses_enrolments WHERE id = " + std::to_string(to_sql(id)));
  };
  const auto first = book(1, other), id = book(1);
  confirm(first), confirm(id);
  execute("UPDATE courses_enrolments SET sequence = 20 WHERE id = " + std::to_string(to_sql(first)));
  EXPECT_EQ(school().own.cancel(student(1), first).outcome, Outcome::Done);
  const auto wish = ask(1, id, other, {{"1", "2026-11-21", "2026-12-31"}, ""});
  EXPECT_EQ(school().decisions.accept_move(vera_, wish).decided, Decided::Done);
  EXPECT_GT(sequence(id), sequence(first));
  EXPECT_EQ(news_.last().before.at(0).course, course_);
  EXPECT_GT(sequence(book(1)), sequence(id));  // back to the lessons that were left
}

TEST_P(SchoolDecisionsTest, MoveNobodyIntoWhatACourseIsNoMore) {
  const auto other = add_course(2, "Dance", 5);
  const auto id = book(1);
  confirm(id);
  const auto wish = ask(1, id, other, {{"1", "2026-11-25", "2026-12-31"}, ""});
  const std::pair<const char*, const char*> changes[] = {
      {"UPDATE courses_courses SET state = 'closed' WHERE id = 2",
       "UPDATE courses_courses SET state = 'published' WHERE id = 2"},
      {"UPDATE courses_courses SET personal = 0 WHERE id = 2", "UPDATE courses_courses SET personal = 1 WHERE id = 2"},
      {"UPDATE courses_courses SET ends_on = '2026-12-30' WHERE id = 2",
       "UPDATE courses_courses SET ends_on = '2026-12-31' WHERE id = 2"},
      {"UPDATE courses_course_teachers SET teacher_id = 2 WHERE course_id = 2",
       "UPDATE courses_course_teachers SET teacher_id = 1 WHERE course_id = 2"},
      {"UPDATE courses_move_requests SET ends_on = '2026-11-01', starts_on = '2026-10-01'",
       "UPDATE courses_move_requests SET ends_on = '2026-12-31', starts_on = '2026-11-25'"},
  };
  for (const auto& [change, back] : changes) {
    execute(change);
    EXPECT_EQ(school().decisions.accept_move(admin_, wish).decided, Decided::Clash) << change;
    execute(back);
  }
  EXPECT_EQ(school().decisions.accept_move(admin_, wish).decided, Decided::Done);
}

TEST_P(SchoolDecisionsTest, WriteDownThatAWishEndedWithTheEnrolment) {
  const auto other = add_course(2, "Dance", 5);
  const auto id = book(1);
  confirm(id);
  ask(1, id, other, {{"1", "2026-11-25", "2026-12-31"}, ""});
  EXPECT_EQ(school().own.withdraw_move(student(1), id), Outcome::Done);
  EXPECT_EQ(audit_.actions().back(), "move_withdrawn enrolment " + std::to_string(to_sql(id)));
  ask(1, id, other, {{"1", "2026-11-25", "2026-12-31"}, ""});
  EXPECT_EQ(school().own.cancel(student(1), id).outcome, Outcome::Done);
  EXPECT_EQ(audit_.actions().back(), "move_withdrawn enrolment " + std::to_string(to_sql(id)));
}

TEST_P(SchoolDecisionsTest, LeaveTheEnrolmentWhereTheOtherCourseIsFull) {
  const auto other = add_course(2, "Dance", 1);
  EXPECT_EQ(confirm(book(2, other)), Decided::Done);
  const auto id = book(1);
  confirm(id);
  const auto wish = ask(1, id, other, {{"1", "2026-11-21", "2026-12-31"}, ""});
  EXPECT_EQ(school().decisions.accept_move(vera_, wish).decided, Decided::Full);
  EXPECT_EQ(school().decisions.decline_move(vera_, wish, "Full").decided, Decided::Done);
  EXPECT_EQ(school().history.one(student(1), id).course, "Stage speech");
  EXPECT_EQ(taken(), 1);
}

TEST_P(SchoolDecisionsTest, MoveWithinACourse) {
  add_teacher_of(course_, 2);
  const auto id = book(1);
  confirm(id);
  EXPECT_TRUE(school().own.ask_to_move(student(1), id, course_, {{"1", "2026-11-21", "2026-12-31"}, ""}).faults);
  const auto wish = ask(1, id, course_, {{"2", "2026-12-01", "2026-12-31"}, ""});
  EXPECT_EQ(school().own.ask_to_move(student(1), id, course_, {{"2", "2026-12-05", "2026-12-31"}, ""}).outcome,
            Outcome::NotNow);
  EXPECT_EQ(school().decisions.accept_move(vera_, wish).decided, Decided::Done);
  const auto moved = school().history.one(student(1), id);
  EXPECT_EQ(moved.teacher, "Ilya Gromov");
  EXPECT_EQ(moved.enrolment.starts_on, "2026-12-01");
  EXPECT_EQ(taken(), 1);
}

TEST_P(SchoolDecisionsTest, GiveTenPlacesToTenOfThoseWhoAreConfirmedAtOnce) {
  std::vector<EnrolmentId> ids;
  for (long long user = 100; user < 140; ++user) ids.push_back(book(user));
  std::vector<std::thread> threads;
  std::atomic<int> done = 0, full = 0;
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = t; i < ids.size(); i += 4) {
        const auto decided = school().decisions.confirm(admin_, {ids[i]}).front().decided;
        done += decided == Decided::Done;
        full += decided == Decided::Full;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(done, 10);
  EXPECT_EQ(full, 30);
  EXPECT_EQ(number("SELECT COUNT(*) FROM courses_enrolments WHERE state = 'confirmed'"), 10);
  EXPECT_EQ(taken(), 10);
}

TEST_P(SchoolDecisionsTest, AreMadeByOneOfTwoAtOnce) {
  for (long long user = 1; user <= 8; ++user) {
    const auto id = book(user);
    std::atomic<int> done = 0;
    std::thread confirms([&] { done += confirm(id) == Decided::Done; });
    std::thread rejects(
        [&] { done += school().decisions.reject(admin_, {id}, "no").front().decided == Decided::Done; });
    confirms.join();
    rejects.join();
    EXPECT_EQ(done, 1);
  }
  EXPECT_EQ(taken(), number("SELECT COUNT(*) FROM courses_enrolments WHERE state = 'confirmed'"));
}

TEST_P(SchoolDecisionsTest, LeaveAStudentOneOfTwoLessonsAtTheSameTime) {
  const auto other = add_course(2, "Dance", 5);
  add_lesson(course_, "2026-11-30T18:00");
  add_lesson(other, "2026-11-30T18:00");
  for (long long user = 1; user <= 8; ++user) {
    const auto here = book(user), there = book(user, other);
    std::atomic<int> done = 0;
    std::thread one([&] { done += confirm(here) == Decided::Done; });
    std::thread two([&] { done += confirm(there) == Decided::Done; });
    one.join();
    two.join();
    EXPECT_EQ(done, 1);
  }
}

TEST_P(SchoolDecisionsTest, FindWhatTheyNeedByAnIndex) {
  database().transact([&](Transaction& tx) {
    for (long long user = 1; user <= 300; ++user) {
      const std::string state = user % 3 == 0 ? "pending" : user % 3 == 1 ? "confirmed" : "waiting";
      tx.sql() << "INSERT INTO courses_enrolments (course_id, open_course, user_id, teacher_id, kind, starts_on, "
                  "ends_on, state, created_at, changed_at, queue_place) VALUES (1, 1, :user, 1, 'personal', "
                  "'2026-11-01', '2026-12-31', :state, :user, 1, :user)",
          soci::use(user, "user"), soci::use(state, "state");
    }
  });
  if (engine() == Engine::Mysql) execute("ANALYZE TABLE courses_enrolments");
  const auto plan = [&](const std::string& statement, const char* value) {
    return callboard::testing::not_indexed(callboard::testing::query_plan(database(), statement, {{":value", value}}));
  };
  EXPECT_EQ(plan(SqlEnrolmentRepository::of_user_statement(), "7"), "");
  EXPECT_EQ(plan(SqlEnrolmentRepository::line_statement(), "1"), "");
  EXPECT_EQ(plan(SqlEnrolmentRepository::lapsed_statement(Lapse::Offers), "7"), "");
  EXPECT_EQ(plan(SqlEnrolmentRepository::lapsed_statement(Lapse::Invitations), "7"), "");
  EXPECT_EQ(plan(SqlEnrolmentRepository::lapsed_statement(Lapse::Periods), "'2026-01-01'"), "");
  EXPECT_EQ(plan(SqlEnrolmentRepository::lapsed_statement(Lapse::Requests), "'2026-01-01'"), "");
}

}  // namespace
}  // namespace courses
