#include "reviews_fixture.hpp"

namespace reviews {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class WritingReviews : public ReviewsTest {
 protected:
  std::string fault(const std::string& field, const std::string& subject, const Draft& draft, std::int64_t user = 1) {
    const auto faults = writing_->write(person(user), subject, draft).faults;
    const auto found = faults.all().find(field);
    return found == faults.all().end() ? "" : found->second.english();
  }
};
CALLBOARD_ON_BOTH_ENGINES(WritingReviews);

TEST_P(WritingReviews, WaitForTheSchool) {
  const auto id = write(1);
  EXPECT_EQ(review(id).state, State::Pending);
  EXPECT_FALSE(review(id).is_public());
  EXPECT_THAT(texts(), IsEmpty());
  EXPECT_EQ(rating().count, 0);
}

TEST_P(WritingReviews, AreOneForEachPersonAndThing) {
  const auto id = write(1);
  const auto again = writing_->write(person(1), "play:1", {5, "Quite another opinion."});
  EXPECT_EQ(again.before, id);
  EXPECT_EQ(again.faults.all().count("subject"), 1u);
  write(1, "play:2"), write(2, "play:1");
  EXPECT_EQ(number("SELECT COUNT(*) FROM reviews_reviews"), 3);
}

TEST_P(WritingReviews, TakeTheSameTextTwiceAsOneClickTooMany) {
  const Draft draft{5, "Clicked twice, written once."};
  EXPECT_FALSE(writing_->write(person(1), "play:1", draft).faults);
  EXPECT_FALSE(writing_->write(person(1), "play:1", draft).faults);
  EXPECT_EQ(number("SELECT COUNT(*) FROM reviews_revisions"), 1);
}

TEST_P(WritingReviews, AreOneHoweverManyAreSentAtOnce) {
  std::atomic<int> written = 0, refused = 0;
  on_threads(8, [&](int i) {
    const auto result = writing_->write(person(1), "play:1", {5, "Sent at once, number " + std::to_string(i)});
    ++(result.faults ? refused : written);
  });
  EXPECT_EQ(written, 1);
  EXPECT_EQ(refused, 7);
  EXPECT_EQ(number("SELECT COUNT(*) FROM reviews_reviews"), 1);
  EXPECT_EQ(number("SELECT COUNT(*) FROM reviews_revisions"), 1);
}

TEST_P(WritingReviews, AreRefusedWithTheReasonAtTheField) {
  const Draft good{3, "Long enough to be one."};
  for (const auto* subject : {"", "play", "play:", "play:0", "play:x", "play:1 ", ":1", "film:1", "play:10", "play:-1",
                              "play:99999999999999999999", "PLAY:1"}) {
    EXPECT_NE(fault("subject", subject, good), "") << subject;
  }
  EXPECT_EQ(fault("subject", "book:1", good), "not for you");
  EXPECT_EQ(fault("subject", "book:1", good, 7), "");
  EXPECT_NE(fault("stars", "play:1", {0, good.text}), "");
  EXPECT_NE(fault("text", "play:1", {3, ""}), "");
  EXPECT_NE(fault("text", "play:1", {3, "too short"}), "");
  EXPECT_NE(fault("text", "play:1", {3, std::string(4001, 'x')}), "");
  EXPECT_NE(fault("text", "play:1", {3, "a bell \a rings in it"}), "");
  EXPECT_NE(fault("text", "play:1", {3, "turned \u202E around for good"}), "");
  EXPECT_NE(fault("text", "play:1", {3, ". . . . . . . . . . ."}), "");
  std::string cyrillic;
  for (int i = 0; i < 4000; ++i) cyrillic += "я";
  EXPECT_EQ(fault("text", "play:1", {3, cyrillic}), "");
}

TEST_P(WritingReviews, AreOfferedForWhatIsNotReviewedYet) {
  write(1, "play:3");
  const auto choices = writing_->choices(person(1), SubjectRef{"play", 3});
  EXPECT_EQ(choices.free.size(), 8u);
  EXPECT_TRUE(choices.own);
  EXPECT_EQ(writing_->choices(person(7), {}).free.size(), 18u);
}

TEST_P(WritingReviews, GoBackToTheQueueWhileTheApprovedTextStaysPublic) {
  const auto id = approved(1);
  EXPECT_EQ(revise(id, 1, "On second thoughts, not so fine.", 2), Writing::Change::Done);
  EXPECT_EQ(review(id).state, State::Pending);
  EXPECT_THAT(texts(), ElementsAre("What a fine evening."));
  EXPECT_EQ(rating().average, 4);
  EXPECT_EQ(decide(id, Wish::Approve), Outcome::Done);
  EXPECT_THAT(texts(), ElementsAre("On second thoughts, not so fine."));
  EXPECT_EQ(rating().average, 2);
}

TEST_P(WritingReviews, LeaveTheOldTextPublicWhereTheNewOneIsRejected) {
  const auto id = approved(1);
  revise(id, 1, "Buy cheap watches, all of you.");
  EXPECT_EQ(decide(id, Wish::Reject, "no advertisements"), Outcome::Done);
  EXPECT_THAT(texts(), ElementsAre("What a fine evening."));
  EXPECT_EQ(writing_->mine(person(1)).reasons.at(id), "no advertisements");
}

TEST_P(WritingReviews, AreNotChangedOverWhatHappenedMeanwhile) {
  const auto id = write(1);
  const auto version = review(id).version;
  EXPECT_EQ(decide(id, Wish::Approve), Outcome::Done);
  EXPECT_EQ(writing_->revise(person(1), id, version, {1, "Typed before it was approved."}).outcome,
            Writing::Change::Changed);
  EXPECT_EQ(revise(id, 1, "What a fine evening."), Writing::Change::Nothing);
}

TEST_P(WritingReviews, AreWithdrawnWithTheirStarsAndMayBeWrittenAnew) {
  const auto id = approved(1);
  EXPECT_EQ(writing_->withdraw(person(1), id), Writing::Change::Done);
  EXPECT_EQ(writing_->withdraw(person(1), id), Writing::Change::Nothing);
  EXPECT_THAT(texts(), IsEmpty());
  EXPECT_EQ(rating().count, 0);
  EXPECT_NE(write(1), id);
}

TEST_P(WritingReviews, AreNobodyElsesToChange) {
  const auto id = write(1);
  EXPECT_THROW(writing_->revise(person(2), id, 1, {3, "Somebody else's words here."}), NotFound);
  EXPECT_THROW(writing_->withdraw(person(2), id), NotFound);
  EXPECT_THROW(writing_->own(person(2), id), NotFound);
  decide(id, Wish::Delete);
  EXPECT_THROW(writing_->own(person(1), id), NotFound);
  EXPECT_THROW(writing_->withdraw(person(1), id), NotFound);
}

}  // namespace
}  // namespace reviews
