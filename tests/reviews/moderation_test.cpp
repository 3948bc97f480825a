#include "review_rules.hpp"
#include "reviews_fixture.hpp"
#include "words.hpp"

namespace reviews {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Moderating : public ReviewsTest {
 protected:
  std::vector<std::string> deeds(ReviewId id) {
    std::vector<std::string> found;
    for (const auto& decision : database().read([&](Transaction& tx) { return SqlModeration::decisions(tx, id); })) {
      found.push_back(std::string(name_of(decision.deed)) + " " + std::to_string(decision.revision) + " by " +
                      std::to_string(to_sql(decision.by.value())));
    }
    return found;
  }
  std::vector<ReviewId> queue(QueueView view) {
    std::vector<ReviewId> found;
    for (const auto& each : moderation_->queue(moderator(), view, {}).reviews) found.push_back(each.id);
    return found;
  }
};
CALLBOARD_ON_BOTH_ENGINES(Moderating);

TEST_P(Moderating, MailsTheAuthorWhatBecameOfTheReview) {
  const auto id = approved(1);
  EXPECT_EQ(decide(id, Wish::Reply, "Thank you!"), Outcome::Done);
  EXPECT_EQ(decide(id, Wish::Reject, "It names a person."), Outcome::Done);
  EXPECT_THAT(mailer_.sent(),
              ElementsAre("user1@mail.example reviews/mail_approved", "user1@mail.example reviews/mail_reply",
                          "user1@mail.example reviews/mail_rejected"));
  EXPECT_EQ(mailer_.mails().back().data.at("words"), "It names a person.");
  EXPECT_EQ(mailer_.mails().back().data.at("title"), "play 1");
  EXPECT_EQ(mailer_.mails().back().language, Language::Russian);
  EXPECT_THAT(deeds(id), ElementsAre("approved 1 by 101", "replied 1 by 101", "rejected 1 by 101"));
  EXPECT_THAT(audit_.actions(), ElementsAre("approved review 1", "replied review 1", "rejected review 1"));
}

TEST_P(Moderating, KeepsAnEditApartFromTheAuthorsText) {
  const auto id = write(1, "play:1", 5, "Petrov was on his phone all the time.");
  EXPECT_EQ(decide(id, Wish::Edit, "A neighbour was on his phone."), Outcome::Done);
  EXPECT_THAT(texts(), ElementsAre("A neighbour was on his phone."));
  EXPECT_TRUE(review(id).published->is_edit());
  EXPECT_EQ(review(id).latest.text, "Petrov was on his phone all the time.");
  EXPECT_EQ(rating().stars[4], 1);
  EXPECT_THAT(deeds(id), ElementsAre("edited 2 by 101"));
  EXPECT_EQ(revise(id, 1, "Nobody was on any phone at all."), Writing::Change::Done);
  EXPECT_EQ(review(id).latest.number, 3);
  EXPECT_THAT(texts(), ElementsAre("A neighbour was on his phone."));
  EXPECT_EQ(decide(id, Wish::Edit, "Nobody was on any phone at all."), Outcome::Done);
  EXPECT_FALSE(review(id).published->is_edit()) << "nothing was edited";
}

TEST_P(Moderating, TakesTheEditAwayWithTheTextItCameOf) {
  const auto id = write(1);
  decide(id, Wish::Edit, "What an evening it was.");
  EXPECT_EQ(decide(id, Wish::Reject, "reported by many"), Outcome::Done);
  EXPECT_THAT(texts(), IsEmpty());
}

TEST_P(Moderating, NeedsAReasonToReject) {
  const auto id = write(1);
  EXPECT_EQ(decide(id, Wish::Reject), Outcome::Faulty);
  EXPECT_EQ(decide(id, Wish::Reject, std::string(1001, 'x')), Outcome::Faulty);
  EXPECT_EQ(decide(id, Wish::Edit, "short"), Outcome::Faulty);
  EXPECT_EQ(decide(id, Wish::Reply, "not public yet"), Outcome::NotPublic);
  EXPECT_EQ(review(id).state, State::Pending);
  EXPECT_THAT(mailer_.sent(), IsEmpty());
}

TEST_P(Moderating, TellsTheSecondOfTwoWhatTheFirstDid) {
  const auto id = write(1);
  const auto before = seen(id);
  EXPECT_EQ(decide(id, Wish::Approve), Outcome::Done);
  const auto second = moderation_->decide(moderator(2), before, {Wish::Reject, "too late"});
  EXPECT_EQ(second.outcome, Outcome::ColleagueDecided);
  EXPECT_EQ(second.colleague, "user101");
  EXPECT_EQ(second.deed, Deed::Approved);
  EXPECT_EQ(moderation_->decide(moderator(1), before, {Wish::Approve, ""}).outcome, Outcome::Done) << "a second click";
  EXPECT_THAT(deeds(id), ElementsAre("approved 1 by 101"));
}

TEST_P(Moderating, DecidesOnNoTextThatNobodyHasRead) {
  const auto id = write(1);
  const auto before = seen(id);
  revise(id, 1, "A text that the moderator has not seen.");
  EXPECT_EQ(moderation_->decide(moderator(), before, {Wish::Approve, ""}).outcome, Outcome::AuthorChanged);
  EXPECT_THAT(texts(), IsEmpty());
  const auto after = seen(id);
  writing_->withdraw(person(1), id);
  EXPECT_EQ(moderation_->decide(moderator(), after, {Wish::Approve, ""}).outcome, Outcome::Withdrawn);
  EXPECT_THROW(moderation_->decide(moderator(), {ReviewId{4711}, 1}, {Wish::Approve, ""}), NotFound);
}

TEST_P(Moderating, GivesOneDecisionWhereManyDecideAtOnce) {
  for (int round = 0; round < 5; ++round) {
    mailer_.forget();
    const auto id = write(round + 1);
    const auto before = seen(id);
    std::atomic<int> done = 0, told = 0;
    on_threads(8, [&](int i) {
      const Moderation::Verdict verdict{i % 2 == 0 ? Wish::Approve : Wish::Reject, i % 2 == 0 ? "" : "not this one"};
      const auto result = moderation_->decide(moderator(i + 1), before, verdict);
      if (result.outcome == Outcome::Done) ++done;
      if (result.outcome == Outcome::ColleagueDecided && result.deed && !result.colleague.empty()) ++told;
    });
    EXPECT_EQ(done, 1);
    EXPECT_EQ(told, 7);
    EXPECT_EQ(deeds(id).size(), 1u);
    EXPECT_TRUE(totals_are_right());
  }
}

TEST_P(Moderating, DecidesOnSeveralAtOnceAndLeavesOutWhatChanged) {
  const auto first = write(1), second = write(2), third = write(3);
  const std::vector<Seen> all{seen(first), seen(second), seen(third), {ReviewId{4711}, 1}};
  revise(second, 2, "Changed while the moderator was reading.");
  const auto many = moderation_->decide_many(moderator(), all, {Wish::Approve, ""});
  EXPECT_EQ(many.done, 2);
  EXPECT_EQ(many.skipped, 2);
  EXPECT_EQ(rating().count, 2);
  EXPECT_TRUE(moderation_->decide_many(moderator(), {seen(second)}, {Wish::Reject, ""}).faults);
}

TEST_P(Moderating, ShowsWhatWaitsLongestFirst) {
  const auto first = write(1), second = write(2), third = write(3);
  decide(second, Wish::Approve);
  decide(third, Wish::Reject, "no");
  const auto fourth = write(4);
  revise(first, 1, "Changed, and so behind the fourth.");
  EXPECT_THAT(queue(QueueView::Pending), ElementsAre(fourth, first));
  EXPECT_THAT(queue(QueueView::Approved), ElementsAre(second));
  EXPECT_THAT(queue(QueueView::Rejected), ElementsAre(third));
  EXPECT_THAT(queue(QueueView::All), ElementsAre(fourth, third, second, first));
  EXPECT_THAT(queue(QueueView::Reported), IsEmpty());
}

TEST_P(Moderating, ShowsReportsUntilSomebodyDecides) {
  const auto id = approved(1), other = approved(2);
  EXPECT_EQ(reporting_->report(person(3), id, "rude").outcome, Reporting::Outcome::Done);
  EXPECT_EQ(reporting_->report(person(3), id, "rude again").outcome, Reporting::Outcome::Already);
  EXPECT_EQ(reporting_->report(person(1), id, "").outcome, Reporting::Outcome::Own);
  EXPECT_TRUE(reporting_->report(person(4), id, std::string(501, 'x')).faults);
  EXPECT_THAT(queue(QueueView::Reported), ElementsAre(id));
  EXPECT_EQ(decide(id, Wish::Approve), Outcome::Done);
  EXPECT_THAT(deeds(id), ElementsAre("approved 1 by 101", "kept 1 by 101"));
  EXPECT_THAT(queue(QueueView::Reported), IsEmpty());
  EXPECT_TRUE(review(id).is_public());
  EXPECT_EQ(mailer_.mails().size(), 2u) << "the author need not know";
  EXPECT_THROW(reporting_->report(person(3), write(5), ""), NotFound);
  EXPECT_EQ(reporting_->report(person(4), other, "").outcome, Reporting::Outcome::Done);
}

TEST_P(Moderating, TakesAwayTheReportedTextThatIsPublicAlthoughANewerOneIsRejected) {
  const auto id = approved(7);
  EXPECT_EQ(reporting_->report(person(8), id, "rude").outcome, Reporting::Outcome::Done);
  revise(id, 7, "Something harmless.");
  EXPECT_EQ(decide(id, Wish::Reject, "no"), Outcome::Done);
  EXPECT_FALSE(review(id).is_public());
  EXPECT_FALSE(review(id).reported_at);
  EXPECT_TRUE(totals_are_right());
  EXPECT_THROW(reporting_->report(person(9), id, ""), NotFound);
}

TEST_P(Moderating, TakesAnotherReportOfTheSamePersonOnlyOfAnotherText) {
  const auto id = approved(7);
  EXPECT_EQ(reporting_->report(person(8), id, "rude").outcome, Reporting::Outcome::Done);
  decide(id, Wish::Approve);
  EXPECT_EQ(reporting_->report(person(8), id, "rude").outcome, Reporting::Outcome::Already);
  EXPECT_FALSE(review(id).reported_at);
  revise(id, 7, "Something else that is rude.");
  decide(id, Wish::Approve);
  clock().advance(std::chrono::seconds(1));
  EXPECT_EQ(reporting_->report(person(8), id, "again").outcome, Reporting::Outcome::Done);
  EXPECT_TRUE(review(id).reported_at);
  EXPECT_EQ(reporting_->report(person(8), id, "again").outcome, Reporting::Outcome::Already);
}

TEST_P(Moderating, ReportsNothingThatIsNotPublicAnyMore) {
  const auto id = write(7);
  const auto report = [&](Transaction& tx) {
    SqlModeration::add_report(tx, id, {UserId{8}, "rude", clock().now(), true});
  };
  EXPECT_THROW(database().transact(report), NotFound);
}

TEST_P(Moderating, MarksWhatAColleagueHasOpen) {
  const auto id = write(1), other = write(2);
  EXPECT_FALSE(moderation_->open(moderator(1), id).open_at);
  EXPECT_FALSE(moderation_->open(moderator(1), id).open_at) << "one's own";
  EXPECT_EQ(moderation_->open(moderator(2), id).open_at, UserId{101});
  EXPECT_EQ(moderation_->queue(moderator(2), QueueView::Pending, {}).claims.at(id), UserId{101});
  moderation_->open(moderator(1), other);
  EXPECT_FALSE(moderation_->open(moderator(2), id).open_at) << "the colleague went on to another one";
  clock().advance(Moderation::kLease);
  EXPECT_FALSE(moderation_->open(moderator(1), id).open_at) << "the lease is over";
  decide(id, Wish::Approve, "", 2);
  EXPECT_EQ(number("SELECT COUNT(*) FROM reviews_claims WHERE review_id = 1"), 0);
}

TEST_P(Moderating, KeepsOpenWhatAPageShowsForAsLongAsItDoes) {
  const auto id = write(1);
  moderation_->open(moderator(1), id);
  for (int i = 0; i < 3; ++i) {
    clock().advance(Moderation::kLease - std::chrono::minutes(1));
    EXPECT_TRUE(moderation_->keep_open(moderator(1), id));
  }
  EXPECT_EQ(moderation_->open(moderator(2), id).open_at, UserId{101});
  EXPECT_FALSE(moderation_->keep_open(moderator(2), id));
  clock().advance(Moderation::kLease);
  EXPECT_FALSE(moderation_->open(moderator(2), id).open_at);
  EXPECT_FALSE(moderation_->keep_open(moderator(1), id)) << "a colleague has it by now";
}

TEST_P(Moderating, DeletesSoThatTheAuthorMayWriteAnew) {
  const auto id = approved(1);
  mailer_.forget();
  EXPECT_EQ(decide(id, Wish::Delete, std::string(kLongestReason + 1, 'x')), Outcome::Faulty);
  EXPECT_EQ(decide(id, Wish::Delete, "It names a child."), Outcome::Done);
  ASSERT_EQ(mailer_.mails().size(), 1u);
  EXPECT_EQ(mailer_.mails()[0].subject.english(), "Your review was deleted");
  EXPECT_EQ(mailer_.mails()[0].data["words"], "It names a child.");
  EXPECT_EQ(audit_.entries().back().entry.changes.back().after, "It names a child.");
  decide(write(2), Wish::Delete);
  EXPECT_EQ(mailer_.mails().back().data["words"], "");
  EXPECT_THAT(texts(), IsEmpty());
  EXPECT_NE(write(1), id);
}

}  // namespace
}  // namespace reviews
