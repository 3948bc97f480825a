// What students do with enrolments of their own, and what happens to them by itself, on both engines.
#include "enrolments_fixture.hpp"

namespace courses {
namespace {

using namespace std::chrono_literals;

class OwnEnrolmentsTest : public EnrolmentsTest {
 protected:
  // One place, taken by student 1; 2 waits.
  void fill() {
    set_capacity(1);
    first_ = book(1);
    EXPECT_EQ(confirm(first_), Decided::Done);
    second_ = book(2);
    EXPECT_EQ(state(second_), EnrolmentState::Waiting);
  }
  Outcome cancel(long long user, EnrolmentId id) { return school().own.cancel(student(user), id).outcome; }

  EnrolmentId first_{}, second_{};
};
CALLBOARD_ON_BOTH_ENGINES(OwnEnrolmentsTest);

TEST_P(OwnEnrolmentsTest, OfferAFreedPlaceToTheNextAndHoldIt) {
  fill();
  EXPECT_EQ(cancel(1, first_), Outcome::Done);
  EXPECT_EQ(state(second_), EnrolmentState::Offered);
  EXPECT_EQ(taken(), 1);
  EXPECT_EQ(state(book(3)), EnrolmentState::Waiting);
  EXPECT_EQ(school().own.accept(student(2), second_).outcome, Outcome::Done);
  EXPECT_EQ(state(second_), EnrolmentState::Confirmed);
  EXPECT_EQ(taken(), 1);
}

TEST_P(OwnEnrolmentsTest, PassAnOfferOnThatIsDeclinedOrLapses) {
  fill();
  const auto third = book(3), fourth = book(4);
  cancel(1, first_);
  EXPECT_EQ(school().own.decline(student(2), second_).outcome, Outcome::Done);
  EXPECT_EQ(state(third), EnrolmentState::Offered);
  clock().advance(kOfferTime - 1s);
  school().upkeep.run();
  EXPECT_EQ(state(third), EnrolmentState::Offered);
  clock().advance(1s);
  school().upkeep.run();
  school().upkeep.run();
  EXPECT_EQ(state(third), EnrolmentState::Cancelled);
  EXPECT_EQ(state(fourth), EnrolmentState::Offered);
  EXPECT_EQ(taken(), 1);
  EXPECT_EQ(news_.count(EnrolmentDeed::Lapsed), 2);
}

TEST_P(OwnEnrolmentsTest, LetNobodyAcceptALapsedOfferBeforeTheJobCameBy) {
  fill();
  cancel(1, first_);
  clock().advance(kOfferTime);
  EXPECT_EQ(school().own.accept(student(2), second_).outcome, Outcome::Lapsed);
  EXPECT_EQ(state(second_), EnrolmentState::Cancelled);
  EXPECT_EQ(taken(), 0);
}

TEST_P(OwnEnrolmentsTest, ShowALapsedOfferAsWhatItIs) {
  fill();
  cancel(1, first_);
  clock().advance(kOfferTime);
  const auto history = school().history.list(student(2), {});
  ASSERT_EQ(history.entries.size(), 1U);
  EXPECT_EQ(history.entries.front().enrolment.state, EnrolmentState::Cancelled);
}

TEST_P(OwnEnrolmentsTest, AreCancelledUntilADayBeforeTheFirstLessonOnly) {
  add_lesson(course_, "2026-09-07T18:00");
  add_lesson(course_, "2026-11-23T18:00");
  const auto id = book(1);
  confirm(id);
  clock().set(*time_from_local("2026-11-22T18:01", "Europe/Moscow"));
  EXPECT_EQ(cancel(1, id), Outcome::TooLate);
  EXPECT_EQ(state(id), EnrolmentState::Confirmed);
  clock().set(*time_from_local("2026-11-22T17:59", "Europe/Moscow"));
  EXPECT_EQ(cancel(1, id), Outcome::Done);
  EXPECT_EQ(cancel(1, id), Outcome::NotNow);
  EXPECT_EQ(taken(), 0);
}

TEST_P(OwnEnrolmentsTest, OfOthersAreNotThere) {
  const auto id = book(1);
  EXPECT_THROW(cancel(2, id), NotFound);
  EXPECT_THROW(school().own.accept(student(2), id), NotFound);
  EXPECT_THROW(school().history.one(student(2), id), NotFound);
  EXPECT_THROW(school().own.ask_to_move(student(2), id, course_, {}), NotFound);
  const auto pair = book_pair(3, 4);
  EXPECT_THROW(cancel(4, pair), NotFound);
}

TEST_P(OwnEnrolmentsTest, OfAPairGoTogether) {
  const auto id = book_pair(1, 2), partner = partner_of(id);
  EXPECT_EQ(state(id), EnrolmentState::Pending);
  EXPECT_EQ(state(partner), EnrolmentState::Pending);
  EXPECT_EQ(confirm(partner), Decided::Done);
  EXPECT_EQ(state(id), EnrolmentState::Confirmed);
  EXPECT_EQ(taken(), 2);
  EXPECT_EQ(cancel(2, partner), Outcome::Done);
  EXPECT_EQ(state(id), EnrolmentState::Cancelled);
  EXPECT_EQ(taken(), 0);
}

TEST_P(OwnEnrolmentsTest, OfAPairTakeTheirPlacesTogetherOrNotAtAll) {
  set_capacity(2);
  const auto pair = book_pair(1, 2);
  EXPECT_EQ(confirm(book(3)), Decided::Done);
  EXPECT_EQ(confirm(pair), Decided::Full);
  EXPECT_EQ(state(pair), EnrolmentState::Pending);
  EXPECT_EQ(taken(), 1);
}

TEST_P(OwnEnrolmentsTest, ByInvitationEndWithTheAnswerNo) {
  const auto booked = school().booking.book(student(1), course_, with("s2"));
  const auto id = booked.enrolment.value();
  EXPECT_EQ(school().own.accept(student(1), id).outcome, Outcome::NotNow) << "the inviter accepts nothing";
  EXPECT_EQ(school().own.decline(student(2), partner_of(id)).outcome, Outcome::Done);
  EXPECT_EQ(state(id), EnrolmentState::Cancelled);
  EXPECT_EQ(news_.last().deed, EnrolmentDeed::Declined);
}

TEST_P(OwnEnrolmentsTest, ByInvitationLapse) {
  const auto id = school().booking.book(student(1), course_, with("s2")).enrolment.value();
  clock().advance(kInvitationTime);
  EXPECT_EQ(school().own.accept(student(2), partner_of(id)).outcome, Outcome::Lapsed);
  const auto other = school().booking.book(student(1), course_, with("s2")).enrolment.value();
  clock().advance(kInvitationTime);
  school().upkeep.run();
  EXPECT_EQ(state(other), EnrolmentState::Cancelled);
}

TEST_P(OwnEnrolmentsTest, OfAPairWaitForTwoPlacesButNotForEver) {
  set_capacity(3);
  const EnrolmentId in[] = {book(1), book(2), book(3)};
  for (const auto id : in) confirm(id);
  const auto pair = book_pair(4, 5);
  const EnrolmentId singles[] = {book(6), book(7), book(8)};
  EXPECT_EQ(state(pair), EnrolmentState::Waiting);
  cancel(1, in[0]);
  EXPECT_EQ(state(singles[0]), EnrolmentState::Offered) << "one place does not suffice for the pair";
  cancel(2, in[1]);
  EXPECT_EQ(state(singles[1]), EnrolmentState::Offered);
  cancel(3, in[2]);
  EXPECT_EQ(state(singles[2]), EnrolmentState::Waiting) << "now the place is kept for the pair";
  EXPECT_EQ(taken(), 2);
  cancel(6, singles[0]);
  EXPECT_EQ(state(pair), EnrolmentState::Offered);
  EXPECT_EQ(state(partner_of(pair)), EnrolmentState::Offered);
  EXPECT_EQ(taken(), 3);
}

TEST_P(OwnEnrolmentsTest, AreCompletedWhenTheirPeriodEnds) {
  const auto id = book(1), asked = book(2);
  confirm(id);
  clock().set(*time_from_local("2026-12-31T23:59", "Europe/Moscow"));
  school().upkeep.run();
  EXPECT_EQ(state(id), EnrolmentState::Confirmed);
  clock().set(*time_from_local("2027-01-01T00:01", "Europe/Moscow"));
  school().upkeep.run();
  school().upkeep.run();
  EXPECT_EQ(state(id), EnrolmentState::Completed);
  EXPECT_EQ(state(asked), EnrolmentState::Cancelled);
  EXPECT_EQ(taken(), 0);
  EXPECT_EQ(news_.count(EnrolmentDeed::Completed), 1);
}

TEST_P(OwnEnrolmentsTest, AreOfferedThePlacesOfALargerHall) {
  fill();
  set_capacity(2);
  school().upkeep.run();
  EXPECT_EQ(state(second_), EnrolmentState::Offered);
}

TEST_P(OwnEnrolmentsTest, StayWithoutThePersonWhoLeaves) {
  fill();
  const auto pair = school().booking.book(student(3), course_, with("s1"));
  EXPECT_FALSE(pair.enrolment);
  database().transact([&](Transaction& tx) { person_data_.part().erase(tx, UserId{1}); });
  EXPECT_EQ(state(first_), EnrolmentState::Cancelled);
  EXPECT_EQ(state(second_), EnrolmentState::Offered);
  EXPECT_EQ(number("SELECT COUNT(*) FROM courses_enrolments WHERE user_id = 1"), 0);
  const auto data = database().read([&](Transaction& tx) { return person_data_.part().collect(tx, UserId{2}); });
  EXPECT_EQ(data.size(), 1U);
  EXPECT_EQ(data[0]["course"], "Stage speech");
}

TEST_P(OwnEnrolmentsTest, ChangeTheirOrderAsAnAdministratorWants) {
  fill();
  const auto third = book(3), fourth = book(4);
  const auto move = [&](EnrolmentId id, WaitingLine::To to) {
    return database().transact([&](Transaction& tx) { return line_.move(tx, admin_, id, to); });
  };
  EXPECT_TRUE(move(fourth, WaitingLine::To::Front));
  EXPECT_FALSE(move(fourth, WaitingLine::To::Up));
  EXPECT_TRUE(move(third, WaitingLine::To::Up));
  EXPECT_EQ(school().history.one(student(4), fourth).place, 1U);
  EXPECT_EQ(school().history.one(student(3), third).place, 2U);
  EXPECT_TRUE(move(fourth, WaitingLine::To::Down));
  cancel(1, first_);
  EXPECT_EQ(state(third), EnrolmentState::Offered);
}

}  // namespace
}  // namespace courses
