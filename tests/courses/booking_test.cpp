// Asking for a place, alone and as a pair, on both engines.
#include "enrolments_fixture.hpp"
#include "keyed_roles.hpp"

namespace courses {
namespace {

class BookingTest : public EnrolmentsTest {
 protected:
  Faults faults_of(const BookingInput& input, long long user = 1) {
    return school().booking.book(student(user), course_, input).faults;
  }
  std::string fault_at(const std::string& field, const BookingInput& input, long long user = 1) {
    const auto faults = faults_of(input, user);
    const auto found = faults.all().find(field);
    return found == faults.all().end() ? "" : found->second.english();
  }
};
CALLBOARD_ON_BOTH_ENGINES(BookingTest);

TEST_P(BookingTest, MakesAPendingRequestThatTakesNoPlaceYet) {
  const auto id = book(1);
  EXPECT_EQ(state(id), EnrolmentState::Pending);
  EXPECT_EQ(taken(), 0);
  EXPECT_EQ(news_.last().deed, EnrolmentDeed::Received);
  EXPECT_EQ(audit_.actions().back(), "requested enrolment " + std::to_string(to_sql(id)));
}

TEST_P(BookingTest, SaysAtEachFieldWhatIsWrong) {
  struct Case {
    const char* field;
    BookingInput input;
  };
  const auto change = [](auto set) {
    auto input = alone();
    set(input);
    return input;
  };
  const Case cases[] = {
      {"end", change([](auto& i) {
         i.choice = {"1", "2026-12-20", "2026-12-01"};
       })},
      {"start", change([](auto& i) { i.choice.start = "2026-08-31"; })},
      {"end", change([](auto& i) { i.choice.end = "2027-01-01"; })},
      {"end", change([](auto& i) {
         i.choice = {"1", "2026-09-01", "2026-10-01"};
       })},
      {"start", change([](auto& i) { i.choice.start = "2026-02-30"; })},
      {"start", change([](auto& i) { i.choice.start = ""; })},
      {"teacher", change([](auto& i) { i.choice.teacher = "2"; })},
      {"teacher", change([](auto& i) { i.choice.teacher = "Vera'; --"; })},
      {"kind", change([](auto& i) { i.kind = ""; })},
      {"partner", with("")},
      {"partner", with("s1")},
      {"partner", with("nobody")},
      {"partner", with("s21")},
  };
  for (const auto& each : cases) EXPECT_NE(fault_at(each.field, each.input), "") << each.field;
  EXPECT_EQ(number("SELECT COUNT(*) FROM courses_enrolments"), 0);
}

TEST_P(BookingTest, WritesDaysForWhoReadsThem) {
  auto input = alone();
  input.choice.start = "2026-08-31";
  auto reader = student(1);
  reader.language = Language::Russian;
  const auto faults = school().booking.book(reader, course_, input).faults;
  EXPECT_EQ(faults.all().at("start").english(), "The course is from ru:2026-09-01T00:00 to ru:2026-12-31T00:00.");
}

TEST_P(BookingTest, DoesNotTellATeachersAccountFromNone) {
  EXPECT_EQ(fault_at("partner", with("s21")), fault_at("partner", with("nobody")));
}

TEST_P(BookingTest, LooksThePartnersRoleUpForThePartnerAlone) {
  const KeyedRoles roles({{UserId{2}, "student"}, {UserId{3}, "teacher"}});
  holders_.ask(&roles);
  EXPECT_EQ(fault_at("partner", with("s2")), "");
  EXPECT_NE(fault_at("partner", with("s3"), 4), "");
  EXPECT_EQ(people_.lists_read(), 0);
}

TEST_P(BookingTest, RefusesASecondOneForTheSameCourse) {
  book(1);
  EXPECT_NE(fault_at("course", alone()), "");
  const auto fault = fault_at("partner", with("nobody"), 2);
  EXPECT_EQ(fault_at("partner", with("s1"), 2), fault);  // who takes part is not told
  EXPECT_EQ(number("SELECT COUNT(*) FROM courses_enrolments"), 1);
}

TEST_P(BookingTest, IsThereAgainAfterACancellation) {
  const auto first = book(1);
  EXPECT_EQ(school().own.cancel(student(1), first).outcome, Outcome::Done);
  const auto second = book(1);
  EXPECT_NE(second, first);
  // A calendar takes no event whose number is lower than one it has seen.
  EXPECT_GT(number("SELECT sequence FROM courses_enrolments WHERE id = " + std::to_string(to_sql(second))),
            number("SELECT sequence FROM courses_enrolments WHERE id = " + std::to_string(to_sql(first))));
}

TEST_P(BookingTest, IsLimitedForWhoAsksAndAsksAgain) {
  for (int i = 0; i < 20; ++i) faults_of({});
  EXPECT_THROW(faults_of({}), TooMany);
  EXPECT_TRUE(faults_of({}, 2));
}

TEST_P(BookingTest, IsRefusedForAClosedCourseAndNotThereForADraft) {
  execute("UPDATE courses_courses SET state = 'closed' WHERE id = 1");
  EXPECT_NE(fault_at("course", alone()), "");
  execute("UPDATE courses_courses SET state = 'draft' WHERE id = 1");
  EXPECT_THROW(faults_of(alone()), NotFound);
  EXPECT_THROW(school().booking.start(student(1), CourseId{99}), NotFound);
}

TEST_P(BookingTest, PutsWhoeverComesToAFullCourseIntoTheLine) {
  set_capacity(1);
  const auto first = book(1), second = book(2);
  EXPECT_EQ(confirm(first), Decided::Done);
  EXPECT_EQ(state(second), EnrolmentState::Pending);
  const auto third = book(3);
  EXPECT_EQ(state(third), EnrolmentState::Waiting);
  EXPECT_EQ(school().history.one(student(3), third).place, 1U);
  EXPECT_EQ(school().history.one(student(4), book(4)).place, 2U);
}

TEST_P(BookingTest, ShowsBeforehandWhatItWouldMean) {
  add_lesson(course_, "2026-11-23T18:00");
  add_lesson(course_, "2026-11-30T18:00");
  add_lesson(course_, "2026-09-07T18:00");
  const auto other = add_course(2, "Dance", 5);
  add_lesson(other, "2026-11-30T19:00");
  EXPECT_EQ(confirm(book(1, other)), Decided::Done);
  const auto planned = school().booking.plan(student(1), course_, alone());
  ASSERT_TRUE(planned.plan);
  EXPECT_EQ(planned.plan->lessons.size(), 2U);
  EXPECT_FALSE(planned.plan->waits);
  ASSERT_TRUE(planned.plan->clash);
  EXPECT_EQ(planned.plan->clash->course, "Dance");
  EXPECT_EQ(local_text(planned.plan->clash->starts_at, "Europe/Moscow"), "2026-11-30T19:00");
  EXPECT_EQ(number("SELECT COUNT(*) FROM courses_enrolments WHERE course_id = 1"), 0);
}

TEST_P(BookingTest, AsksThePartnerFirst) {
  const auto booked = school().booking.book(student(1), course_, with("s2"));
  ASSERT_TRUE(booked.enrolment);
  EXPECT_EQ(state(*booked.enrolment), EnrolmentState::Invited);
  EXPECT_EQ(state(partner_of(*booked.enrolment)), EnrolmentState::Invited);
  EXPECT_EQ(confirm(*booked.enrolment), Decided::AlreadyDecided);
  EXPECT_EQ(news_.last().deed, EnrolmentDeed::Invited);
  EXPECT_EQ(news_.last().enrolments.size(), 2U);
}

TEST_P(BookingTest, LetsNobodyGoThroughAListOfPartners) {
  for (int i = 0; i < 30; ++i) school().booking.plan(student(1), course_, with("nobody"));
  EXPECT_THROW(school().booking.plan(student(1), course_, with("nobody")), TooMany);
}

}  // namespace
}  // namespace courses
