#include "teaching.hpp"

#include <gmock/gmock.h>

#include "calendars.hpp"
#include "callboard/testing/query_plan.hpp"
#include "keyed_roles.hpp"
#include "sql_feed_repository.hpp"
#include "sql_teaching_data.hpp"
#include "teacher_data.hpp"
#include "teaching_fixture.hpp"

namespace courses {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

class TeacherTest : public TeachingTest {
 protected:
  void SetUp() override {
    TeachingTest::SetUp();
    letters_.emplace(parts());
    teaching_.emplace(parts(), *letters_);
    calendars_.emplace(parts(), Keys{{std::string(32, 'k')}});
  }

  const Visitor vera_ = person(UserId{21}, "teacher");
  const Visitor stranger_ = person(UserId{22}, "teacher");
  const Visitor student_ = person(UserId{31}, "student");
  const Visitor admin_ = person(UserId{1}, "admin");

  std::vector<UserId> students_of(const LessonRoom& room) {
    std::vector<UserId> users;
    for (const auto& student : room.students) users.push_back(*student.user);
    return users;
  }

  std::optional<Letters> letters_;
  std::optional<Teaching> teaching_;
  std::optional<Calendars> calendars_;
};
CALLBOARD_ON_BOTH_ENGINES(TeacherTest);

TEST_P(TeacherTest, SeesOwnCoursesWithTheirNumbers) {
  enrol(1, UserId{31}, "confirmed");
  enrol(2, UserId{32}, "pending");
  enrol(3, UserId{33}, "pending");
  enrol(4, UserId{34}, "waiting");
  execute("UPDATE courses_enrolments SET pair_id = 2, kind = 'pair' WHERE id IN (2, 3)");
  execute("UPDATE courses_enrolments SET inviter = 1 WHERE id = 2");
  const auto taught = teaching_->courses(vera_);
  EXPECT_TRUE(taught.linked);
  ASSERT_THAT(taught.courses, SizeIs(1));
  EXPECT_EQ(taught.courses[0].counts.confirmed, 1);
  EXPECT_EQ(taught.courses[0].counts.requests, 1);
  EXPECT_EQ(taught.courses[0].counts.waiting, 1);
}

TEST_P(TeacherTest, OfAnotherTeacherFindsNothing) {
  EXPECT_FALSE(teaching_->courses(stranger_).linked);
  EXPECT_THROW(teaching_->course(stranger_, CourseId{1}), NotFound);
  EXPECT_THROW(teaching_->lesson(stranger_, LessonId{1}), NotFound);
  EXPECT_THROW(teaching_->mark(stranger_, LessonId{1}, {}), NotFound);
  EXPECT_THROW(teaching_->write_to(stranger_, CourseId{1}, "A", "B"), NotFound);
  EXPECT_THROW(teaching_->courses(student_), Forbidden);
  EXPECT_THROW(teaching_->course(student_, CourseId{1}), Forbidden);
}

TEST_P(TeacherTest, IsAnAdministratorsPageToo) {
  EXPECT_THAT(teaching_->courses(admin_).courses, SizeIs(1));
  EXPECT_EQ(teaching_->course(admin_, CourseId{1}).course.title, "Stage speech");
}

TEST_P(TeacherTest, MarksWhoTookPart) {
  enrol(1, UserId{31}, "confirmed");
  enrol(2, UserId{32}, "confirmed", "2026-11-20");  // joined later
  enrol(3, UserId{33}, "pending");
  EXPECT_THAT(students_of(teaching_->lesson(vera_, LessonId{1})), ElementsAre(UserId{31}));
  EXPECT_TRUE(
      teaching_->mark(vera_, LessonId{1}, {{EnrolmentId{1}, Presence::Late}, {EnrolmentId{2}, Presence::Present}}));
  EXPECT_THAT(teaching_->lesson(vera_, LessonId{1}).marks, ElementsAre(std::pair(EnrolmentId{1}, Presence::Late)));
  teaching_->mark(vera_, LessonId{1}, {{EnrolmentId{1}, Presence::Excused}});
  const auto room = teaching_->course(vera_, CourseId{1});
  EXPECT_THAT(room.tallies.at(EnrolmentId{1}), ElementsAre(0, 0, 0, 1));
  teaching_->mark(vera_, LessonId{1}, {{EnrolmentId{1}, std::nullopt}});
  EXPECT_THAT(teaching_->lesson(vera_, LessonId{1}).marks, IsEmpty());
}

TEST_P(TeacherTest, MarksStayWithTheLessonWhenSomebodyIsMoved) {
  const auto id = enrol(1, UserId{31}, "confirmed");
  EXPECT_TRUE(teaching_->mark(vera_, LessonId{1}, {{id, Presence::Late}}));
  add_course(2, "Dance", 5);
  execute("UPDATE courses_enrolments SET course_id = 2, open_course = 2 WHERE id = 1");
  EXPECT_THAT(students_of(teaching_->lesson(vera_, LessonId{1})), ElementsAre(UserId{31}));
  EXPECT_THAT(teaching_->course(vera_, CourseId{2}).tallies, IsEmpty());
  execute(
      "INSERT INTO courses_move_requests (enrolment_id, course_id, teacher_id, starts_on, ends_on, note, state, "
      "reason, "
      "created_at) VALUES (1, 2, 1, '2026-11-20', '2026-12-31', 'Mondays', 'declined', 'Full', 5)");
  const auto data = database().read([&](Transaction& tx) { return SqlTeachingData::collect(tx, UserId{31}); });
  EXPECT_EQ(data["attendance"][0],
            nlohmann::json({{"course", "Stage speech"}, {"lesson", "2026-11-16T15:00:00Z"}, {"state", "late"}}));
  EXPECT_EQ(data["wishes_to_move"][0]["reason"], "Full");
}

TEST_P(TeacherTest, WhoAskedAfterALessonWasNotInIt) {
  enrol(1, UserId{31}, "confirmed");
  const auto asked = to_sql(at("2026-11-17T09:00"));
  execute("UPDATE courses_enrolments SET created_at = " + std::to_string(asked));
  EXPECT_THAT(teaching_->lesson(vera_, LessonId{1}).students, IsEmpty());
  EXPECT_THAT(teaching_->lesson(vera_, LessonId{2}).students, SizeIs(1));
}

TEST_P(TeacherTest, MarksNobodyBeforeALessonOrInACancelledOne) {
  enrol(1, UserId{31}, "confirmed");
  const Marks present{{EnrolmentId{1}, Presence::Present}};
  EXPECT_FALSE(teaching_->mark(vera_, LessonId{2}, present));
  clock().set(at("2026-11-23T17:35"));
  EXPECT_TRUE(teaching_->mark(vera_, LessonId{2}, present));
  execute("UPDATE courses_lessons SET cancelled = 1 WHERE id = 2");
  EXPECT_FALSE(teaching_->mark(vera_, LessonId{2}, present));
}

TEST_P(TeacherTest, WritesToConfirmedStudentsAndIsHeldBack) {
  enrol(1, UserId{31}, "confirmed");
  enrol(2, UserId{32}, "pending");
  EXPECT_EQ(teaching_->write_to(vera_, CourseId{1}, "Shoes", "Bring soft ones."), 1);
  EXPECT_THAT(mailer_.sent(), ElementsAre("anna@mail.example courses/mail_news"));
  EXPECT_EQ(mailer_.mails()[0].data["body"], "Bring soft ones.");
  const auto messages = teaching_->course(vera_, CourseId{1}).messages;
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(messages[0].subject, "Shoes");
  EXPECT_EQ(messages[0].recipients, 1);
  for (int i = 0; i < 4; ++i) teaching_->write_to(vera_, CourseId{1}, "Again", "…");
  EXPECT_THROW(teaching_->write_to(vera_, CourseId{1}, "Again", "…"), TooMany);
}

TEST_P(TeacherTest, TakesTheListAlongInAFormThatRunsNoFormula) {
  enrol(1, UserId{31}, "confirmed");
  enrol(2, UserId{32}, "pending");
  auto room = teaching_->course(vera_, CourseId{1});
  room.names[UserId{31}].full_name = "=1+1 \"Anna\"";
  const auto file = students_csv(room);
  EXPECT_THAT(file, StartsWith("\xEF\xBB\xBF\"enrolment\",\"name\""));
  EXPECT_THAT(file, HasSubstr("\r\n\"1\",\"'=1+1 \"\"Anna\"\"\",\"anna@mail.example\",\"personal\""));
  EXPECT_EQ(std::count(file.begin(), file.end(), '\n'), 2);
}

TEST_P(TeacherTest, HasACalendarAtAnAddressThatCanBeRenewed) {
  EXPECT_FALSE(calendars_->token_of(vera_));
  calendars_->renew(vera_);
  const auto first = *calendars_->token_of(vera_);
  EXPECT_THAT(calendars_->of_token(first, Language::English)->events, SizeIs(3));
  calendars_->renew(vera_);
  EXPECT_FALSE(calendars_->of_token(first, Language::English));
  EXPECT_TRUE(calendars_->of_token(*calendars_->token_of(vera_), Language::English));
  EXPECT_EQ(number("SELECT COUNT(*) FROM courses_feeds"), 1);
}

TEST_P(TeacherTest, CalendarsShowEachEnrolmentAsItStands) {
  enrol(1, UserId{31}, "waiting", "2026-11-20");
  execute("UPDATE courses_lessons SET cancelled = 1 WHERE id = 3");
  calendars_->renew(student_);
  const auto calendar = *calendars_->of_token(*calendars_->token_of(student_), Language::English);
  ASSERT_THAT(calendar.events, SizeIs(2));
  EXPECT_EQ(calendar.events[0].uid, "lesson-2@localhost");
  EXPECT_EQ(calendar.events[0].status, EventStatus::Tentative);
  EXPECT_EQ(calendar.events[1].status, EventStatus::Cancelled);
}

TEST_P(TeacherTest, CalendarsSayWhenSomethingOfALessonChangedLast) {
  enrol(1, UserId{31}, "confirmed");  // at noon of 20 August
  execute("UPDATE courses_lessons SET changed_at = " + std::to_string(to_sql(at("2026-11-20T09:00"))) +
          " WHERE id = 2");
  calendars_->renew(student_);
  const auto calendar = *calendars_->of_token(*calendars_->token_of(student_), Language::English);
  ASSERT_THAT(calendar.events, SizeIs(3));
  EXPECT_EQ(calendar.events[0].changed_at, at("2026-08-20T12:00"));
  EXPECT_EQ(calendar.events[1].changed_at, at("2026-11-20T09:00"));
  const auto school = calendars_->of_school(Language::English);
  EXPECT_FALSE(school->events[0].changed_at);
  EXPECT_EQ(school->events[1].changed_at, at("2026-11-20T09:00"));
}

// Student 33 has no address, by which nearly everybody is known.
TEST_P(TeacherTest, HasACalendarWithoutAnAddressAsLongAsThereIsARole) {
  const auto nobody = person(UserId{33}, "student");
  calendars_->renew(nobody);
  const auto token = *calendars_->token_of(nobody);
  EXPECT_FALSE(calendars_->of_token(token, Language::English));
  const KeyedRoles roles({{UserId{33}, "student"}});
  holders_.ask(&roles);
  EXPECT_TRUE(calendars_->of_token(token, Language::English));
}

TEST_P(TeacherTest, TheSchoolsCalendarShowsNoDraft) {
  EXPECT_THAT(calendars_->of_school(Language::English)->events, SizeIs(3));
  execute("UPDATE courses_courses SET state = 'draft'");
  clock().advance(std::chrono::minutes(2));
  EXPECT_THAT(calendars_->of_school(Language::English)->events, IsEmpty());
}

TEST_P(TeacherTest, CalendarsAreReadByIndexes) {
  for (int i = 0; i < 300; ++i) {
    add_lesson(100 + i, "2025-01-01T10:00");
    execute("INSERT INTO courses_feeds (user_id, token_hash, sealed, created_at) VALUES (" + std::to_string(i) +
            ", 'h" + std::to_string(i) + "', 's', 1)");
  }
  if (engine() == Engine::Mysql)
    execute("ANALYZE TABLE courses_lessons, courses_courses, courses_halls, courses_feeds");
  const std::map<std::string, std::string> times{{":from", std::to_string(to_sql(at("2026-11-20T10:00")))},
                                                 {":until", std::to_string(to_sql(at("2026-11-25T10:00")))}};
  EXPECT_EQ(callboard::testing::not_indexed(callboard::testing::query_plan(
                database(), SqlFeedRepository::lessons_statement("l.course_id IN (1)"), times)),
            "");
}

}  // namespace
}  // namespace courses
