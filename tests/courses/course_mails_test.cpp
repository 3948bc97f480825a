#include <gmock/gmock.h>

#include "callboard/testing/query_plan.hpp"
#include "enrolment_mails.hpp"
#include "lesson_mails.hpp"
#include "sql_course_changes.hpp"
#include "teaching_fixture.hpp"

namespace courses {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class CourseMailsTest : public TeachingTest {
 protected:
  void SetUp() override {
    TeachingTest::SetUp();
    letters_.emplace(parts());
    mails_.emplace(parts(), *letters_);
    lesson_mails_.emplace(parts(), *letters_);
  }
  void tell(const EnrolmentNews& news) {
    database().transact([&](Transaction& tx) { mails_->tell(tx, person(UserId{21}, "teacher"), news); });
  }
  void change(const std::vector<LessonId>& lessons) {
    database().transact([&](Transaction& tx) { mails_->course_changed(tx, CourseId{1}, lessons); });
  }
  // "vera@mail.example A new request: Stage speech"
  std::vector<std::string> sent() {
    std::vector<std::string> all;
    for (const auto& mail : mailer_.mails()) all.push_back(mail.to + " " + mail.subject.english());
    mailer_.forget();
    return all;
  }
  std::string calendar_of(const Mail& mail) { return mail.attachments.empty() ? "" : mail.attachments.at(0).content; }

  std::optional<Letters> letters_;
  std::optional<EnrolmentMails> mails_;
  std::optional<LessonMails> lesson_mails_;
};
CALLBOARD_ON_BOTH_ENGINES(CourseMailsTest);

TEST_P(CourseMailsTest, ARequestIsAcknowledgedAndToldToTheTeacher) {
  const auto id = enrol(1, UserId{31}, "pending");
  tell({EnrolmentDeed::Received, {id}});
  const auto mails = mailer_.mails();
  ASSERT_EQ(mails.size(), 2U);
  EXPECT_THAT(calendar_of(mails[0]), HasSubstr("STATUS:TENTATIVE"));
  EXPECT_EQ(mails[1].data["url"], "http://localhost:8080/teacher/courses/1");
  EXPECT_EQ(mails[1].data["students"], "Anna Petrova");
  EXPECT_THAT(sent(), ElementsAre("anna@mail.example We have your request: Stage speech",
                                  "vera@mail.example A new request: Stage speech"));
}

TEST_P(CourseMailsTest, AConfirmationBringsTheLessonsThatAreOnesOwn) {
  const auto id = enrol(1, UserId{32}, "confirmed", "2026-09-01", "2026-11-25");
  tell({EnrolmentDeed::Confirmed, {id}});
  const auto mails = mailer_.mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].language, Language::Russian);
  EXPECT_EQ(mails[0].attachments.at(0).content_type, "text/calendar; charset=utf-8; method=PUBLISH");
  const auto calendar = calendar_of(mails[0]);
  EXPECT_THAT(calendar, HasSubstr("UID:lesson-2@localhost"));
  EXPECT_THAT(calendar, HasSubstr("STATUS:CONFIRMED"));
  EXPECT_THAT(calendar, Not(HasSubstr("UID:lesson-1@localhost")));  // is over
  EXPECT_THAT(calendar, Not(HasSubstr("UID:lesson-3@localhost")));  // beyond the period
  EXPECT_EQ(mails[0].data["lessons"].size(), 1U);
}

TEST_P(CourseMailsTest, ARejectionSaysWhyAndTakesTheLessonsOutOfTheCalendar) {
  const auto id = enrol(1, UserId{31}, "rejected");
  tell({EnrolmentDeed::Rejected, {id}, "The group is for adults."});
  const auto mails = mailer_.mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].data["reason"], "The group is for adults.");
  EXPECT_FALSE(mails[0].data.contains("lessons"));
  EXPECT_THAT(calendar_of(mails[0]), HasSubstr("STATUS:CANCELLED"));
}

TEST_P(CourseMailsTest, AnOfferThatLapsesTakesTheLessonsOutOfTheCalendar) {
  tell({EnrolmentDeed::Lapsed, {enrol(1, UserId{31}, "cancelled")}});
  EXPECT_THAT(calendar_of(mailer_.mails().at(0)), HasSubstr("STATUS:CANCELLED"));
}

TEST_P(CourseMailsTest, WhoIsPutIntoTheLineIsToldAndNobodyElse) {
  tell({EnrolmentDeed::Waits, {enrol(1, UserId{31}, "waiting")}});
  EXPECT_THAT(sent(), ElementsAre("anna@mail.example You are on the waiting list: Stage speech"));
}

TEST_P(CourseMailsTest, ALessonMovedBeyondOnesPeriodIsCancelledForOneself) {
  enrol(1, UserId{31}, "confirmed", "2026-09-01", "2026-11-25");
  execute(
      "UPDATE courses_lessons SET starts_at = starts_at + 604800000000, ends_at = ends_at + 604800000000, "
      "sequence = 1 WHERE id = 2");
  change({LessonId{2}});
  clock().advance(std::chrono::minutes(5));
  lesson_mails_->tell_changes();
  for (const auto& mail : mailer_.mails()) {
    const bool hers = mail.to == "anna@mail.example";
    EXPECT_THAT(calendar_of(mail), HasSubstr(hers ? "STATUS:CANCELLED" : "STATUS:CONFIRMED"));
    EXPECT_EQ(mail.data.at("lessons").at(0).value("cancelled", false), hers);
  }
  EXPECT_EQ(sent().size(), 2U);
}

TEST_P(CourseMailsTest, WhoIsMovedToAnotherCourseLosesTheOldLessonsAndGetsTheNewOnes) {
  const auto id = enrol(1, UserId{31}, "confirmed", "2026-09-01", "2026-11-25");
  add_course(2, "Dance", 5);
  execute(
      "INSERT INTO courses_lessons (id, course_id, planned_on, starts_at, ends_at) "
      "SELECT 20, 2, planned_on, starts_at, ends_at FROM courses_lessons WHERE id = 2");
  const auto before = database().read([&](Transaction& tx) { return enrolment_rows_.enrolments(tx, {id}); });
  execute("UPDATE courses_enrolments SET course_id = 2, sequence = 7 WHERE id = 1");
  tell({EnrolmentDeed::Moved, {id}, "", before});
  const auto calendar = calendar_of(mailer_.mails().at(0));
  const auto event = [&](const std::string& uid) {
    const auto begin = calendar.find("UID:" + uid + "@");
    return begin == std::string::npos ? "" : calendar.substr(begin, calendar.find("END:VEVENT", begin) - begin);
  };
  EXPECT_THAT(event("lesson-2"), HasSubstr("STATUS:CANCELLED"));
  EXPECT_THAT(event("lesson-2"), HasSubstr("SEQUENCE:7"));
  EXPECT_THAT(event("lesson-20"), HasSubstr("STATUS:CONFIRMED"));
  EXPECT_EQ(event("lesson-3"), "");  // beyond the period: never was in it
  EXPECT_EQ(mailer_.mails().at(0).data["course"], "Dance");
}

TEST_P(CourseMailsTest, AnInvitationGoesToThePartnerAlone) {
  enrol(1, UserId{31}, "invited");
  enrol(2, UserId{32}, "invited");
  execute("UPDATE courses_enrolments SET pair_id = 1, kind = 'pair'");
  execute("UPDATE courses_enrolments SET inviter = 1 WHERE id = 1");
  tell({EnrolmentDeed::Invited, {EnrolmentId{1}, EnrolmentId{2}}});
  const auto mails = mailer_.mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].data["url"], "http://localhost:8080/enrolments/2/invitation");
  EXPECT_THAT(sent(), ElementsAre("boris@mail.example Anna Petrova invites you: Stage speech"));
  tell({EnrolmentDeed::Declined, {EnrolmentId{1}, EnrolmentId{2}}});
  EXPECT_THAT(sent(), ElementsAre("anna@mail.example You will not be a pair: Stage speech"));
}

TEST_P(CourseMailsTest, EveryDeedHasItsWords) {
  const auto id = enrol(1, UserId{31}, "confirmed");
  for (int deed = 0; deed <= static_cast<int>(EnrolmentDeed::Completed); ++deed) {
    execute("UPDATE courses_enrolments SET inviter = " + std::to_string(deed != 1));
    tell({static_cast<EnrolmentDeed>(deed), {id}});
    for (const auto& mail : mailer_.mails()) EXPECT_THAT(mail.subject.english(), HasSubstr("Stage speech")) << deed;
    EXPECT_THAT(sent(), Not(IsEmpty())) << deed;
  }
}

TEST_P(CourseMailsTest, WhoDoesNotWantAKindGetsTheOthers) {
  const auto id = enrol(1, UserId{31}, "confirmed");
  database().transact([&](Transaction& tx) { SqlMailChoices::choose(tx, UserId{31}, {MailKind::Decided}); });
  tell({EnrolmentDeed::Confirmed, {id}});
  EXPECT_THAT(sent(), IsEmpty());
  tell({EnrolmentDeed::Moved, {id}});
  EXPECT_THAT(sent(), ElementsAre("anna@mail.example You have been moved: Stage speech"));
}

TEST_P(CourseMailsTest, WhoHasNoAddressIsNotMailed) {
  tell({EnrolmentDeed::Confirmed, {enrol(1, UserId{33}, "confirmed")}});
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_P(CourseMailsTest, ChangesAreToldTogetherOnceNothingMoreComes) {
  enrol(1, UserId{31}, "confirmed");
  enrol(2, UserId{32}, "pending");
  change({LessonId{2}});
  clock().advance(std::chrono::minutes(2));
  change({LessonId{3}});
  clock().advance(std::chrono::minutes(2));
  EXPECT_EQ(lesson_mails_->tell_changes(), 0);
  clock().advance(std::chrono::minutes(2));
  EXPECT_EQ(lesson_mails_->tell_changes(), 1);
  EXPECT_EQ(mailer_.mails().at(0).data["lessons"].size(), 2U);
  EXPECT_THAT(sent(), UnorderedElementsAre("anna@mail.example The course has changed: Stage speech",
                                           "vera@mail.example The course has changed: Stage speech"));
  EXPECT_EQ(lesson_mails_->tell_changes(), 0);
}

TEST_P(CourseMailsTest, ChangesThatNeverEndAreToldAfterAWhile) {
  enrol(1, UserId{31}, "confirmed");
  for (int i = 0; i < 9; ++i) {
    change({});
    clock().advance(std::chrono::minutes(2));
  }
  EXPECT_EQ(lesson_mails_->tell_changes(), 1);
}

TEST_P(CourseMailsTest, ACancelledLessonIsCancelledInTheCalendar) {
  enrol(1, UserId{31}, "confirmed");
  execute("UPDATE courses_lessons SET cancelled = 1, sequence = 4 WHERE id = 2");
  change({LessonId{2}});
  clock().advance(std::chrono::minutes(5));
  lesson_mails_->tell_changes();
  const auto calendar = calendar_of(mailer_.mails().at(0));
  EXPECT_THAT(calendar, HasSubstr("STATUS:CANCELLED"));
  EXPECT_THAT(calendar, HasSubstr("SEQUENCE:4"));
  EXPECT_EQ(mailer_.mails().at(0).data["lessons"][0]["cancelled"], true);
}

TEST_P(CourseMailsTest, OfAChangeOutsideOnesPeriodOneIsNotTold) {
  enrol(1, UserId{31}, "confirmed", "2026-09-01", "2026-11-25");
  change({LessonId{3}});
  clock().advance(std::chrono::minutes(5));
  lesson_mails_->tell_changes();
  EXPECT_THAT(sent(), ElementsAre("vera@mail.example The course has changed: Stage speech"));
}

TEST_P(CourseMailsTest, RemindsOnceTheDayBeforeHoweverOftenTheJobRuns) {
  enrol(1, UserId{31}, "confirmed");
  enrol(2, UserId{32}, "waiting");
  EXPECT_EQ(lesson_mails_->remind(), 0);  // the next lesson is on Monday
  clock().set(at("2026-11-22T18:05"));
  EXPECT_EQ(lesson_mails_->remind(), 1);
  EXPECT_EQ(lesson_mails_->remind(), 0);
  EXPECT_THAT(sent(), ElementsAre("anna@mail.example Soon: Stage speech"));
  EXPECT_EQ(number("SELECT COUNT(*) FROM courses_reminders"), 1);
  clock().set(at("2026-11-25T18:05"));
  lesson_mails_->remind();
  EXPECT_EQ(number("SELECT COUNT(*) FROM courses_reminders"), 0);
  if (engine() == Engine::Sqlite) {
    EXPECT_EQ(callboard::testing::not_indexed(
                  callboard::testing::query_plan(database(), SqlReminders::forget_statement(), {{":value", "7"}})),
              "");
  }
}

TEST_P(CourseMailsTest, RemindsOfNoCancelledLesson) {
  enrol(1, UserId{31}, "confirmed");
  execute("UPDATE courses_lessons SET cancelled = 1 WHERE id = 2");
  clock().set(at("2026-11-22T18:05"));
  EXPECT_EQ(lesson_mails_->remind(), 0);
}

}  // namespace
}  // namespace courses
