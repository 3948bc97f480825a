#include <random>
#include <sstream>

#include "callboard/testing/query_plan.hpp"
#include "review_rules.hpp"
#include "reviews_fixture.hpp"
#include "text_parts.hpp"
#include "words.hpp"

namespace reviews {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PublishedReviews : public ReviewsTest {
 protected:
  std::vector<int> stars(PublicQuery query) {
    std::vector<int> found;
    for (const auto& each : all(query)) found.push_back(each.published->stars);
    return found;
  }
  // All pages.
  std::vector<Review> all(PublicQuery query) {
    std::vector<Review> found;
    do {
      const auto page = published_->list({}, query);
      found.insert(found.end(), page.reviews.begin(), page.reviews.end());
      query.after = page.next ? cursor_in(text_of(*page.next)) : std::nullopt;
    } while (query.after);
    return found;
  }
  void erase(std::int64_t user) {
    database().transact([&](Transaction& tx) { AuthorData(kinds_).part().erase(tx, UserId{user}); });
  }
};
CALLBOARD_ON_BOTH_ENGINES(PublishedReviews);

TEST_P(PublishedReviews, AddUpToTheirRating) {
  approved(1, "play:1", 5), approved(2, "play:1", 2), approved(3, "play:1", 5), approved(4, "play:2", 1);
  write(5);
  EXPECT_EQ(rating().count, 3);
  EXPECT_EQ(rating().average, 4);
  EXPECT_THAT(rating().stars, ElementsAre(0, 1, 0, 0, 2));
  EXPECT_EQ(database()
                .read_single([&](Transaction& tx) {
                  return published_->ratings(tx, "play", {1, 2, 3});
                })
                .size(),
            2u);
  EXPECT_EQ(database().read_single([&](Transaction& tx) { return published_->ratings(tx, "play", {}); }).size(), 0u);
}

// A list is filled up to a power of two: each thing is told once, whatever its length.
TEST_P(PublishedReviews, AreAddedUpForAnyNumberOfThings) {
  std::vector<std::int64_t> ids;
  for (int play = 1; play <= 9; ++play) {
    approved(play, "play:" + std::to_string(play), play % 5 + 1);
    ids.push_back(play);
    for (int again = 0; again < 2; ++again) {
      const auto ratings =
          database().read_single([&](Transaction& tx) { return published_->ratings(tx, "play", ids); });
      ASSERT_EQ(ratings.size(), ids.size());
      EXPECT_EQ(ratings.at(play).average, play % 5 + 1);
    }
    EXPECT_THAT(database().read_single([&](Transaction& tx) { return published_->ratings(tx, "book", ids); }),
                IsEmpty());
  }
}

// SOCI logs what it prepares.
TEST_P(PublishedReviews, AreAddedUpByStatementsThatAreKept) {
  std::ostringstream prepared;
  database().read([&](Transaction& tx) {
    published_->ratings(tx, "play", {1, 2, 3});
    tx.sql().set_log_stream(&prepared);
    published_->ratings(tx, "play", {4, 5, 6, 7}), published_->ratings(tx, "book", {1, 9, 3});
    tx.sql().set_log_stream(nullptr);
  });
  EXPECT_EQ(prepared.str(), "");
}

TEST_P(PublishedReviews, ComeInEveryOrderAndInPagesWithoutLosingAny) {
  for (int user = 1; user <= 45; ++user) {
    approved(user, "play:" + std::to_string(user % 2 + 1), user % 5 + 1);
    if (user % 3 == 0) clock().advance(std::chrono::seconds(-4));  // two at the same moment
  }
  EXPECT_EQ(all({}).size(), 45u);
  auto best = stars({{}, Order::Best, 0, {}}), worst = stars({{}, Order::Worst, 0, {}});
  EXPECT_EQ(best.size(), 45u);
  EXPECT_TRUE(std::is_sorted(best.rbegin(), best.rend()));
  EXPECT_TRUE(std::is_sorted(worst.begin(), worst.end()));
  const auto of_one = all({SubjectRef{"play", 2}, Order::Best, 0, {}});
  EXPECT_EQ(of_one.size(), 23u);
  EXPECT_EQ(all({{}, Order::Newest, 3, {}}).size(), 9u);
  std::set<ReviewId> different;
  for (const auto& each : all({{}, Order::Worst, 0, {}})) different.insert(each.id);
  EXPECT_EQ(different.size(), 45u);
}

TEST_P(PublishedReviews, AreNotShownOfWhatNobodyMaySee) {
  EXPECT_THROW(published_->list({}, {SubjectRef{"play", 10}, Order::Newest, 0, {}}), NotFound);
  EXPECT_THROW(published_->list({}, {SubjectRef{"film", 1}, Order::Newest, 0, {}}), NotFound);
  approved(1);
  database().transact([](Transaction& tx) { tx.sql() << "UPDATE reviews_reviews SET subject_id = 10"; });
  EXPECT_THAT(texts(), IsEmpty());
  EXPECT_FALSE(published_->praise({}));
}

TEST_P(PublishedReviews, FillTheirPagesWithWhatIsShown) {
  for (int user = 1; user <= 60; ++user) approved(user, "play:" + std::to_string(user % 2 + 1));
  // All but every tenth are of something that nobody may see any more.
  database().transact(
      [](Transaction& tx) { tx.sql() << "UPDATE reviews_reviews SET subject_id = 10 WHERE author_id % 10 <> 0"; });
  for (const auto order : {Order::Newest, Order::Best}) {
    const auto page = published_->list({}, {{}, order, 0, {}});
    EXPECT_EQ(page.reviews.size(), 6u);
    EXPECT_FALSE(page.next);
  }
  database().transact(
      [](Transaction& tx) { tx.sql() << "UPDATE reviews_reviews SET subject_id = 1 WHERE id % 2 = 1"; });
  const auto first = published_->list({}, {});
  EXPECT_EQ(first.reviews.size(), 20u);
  ASSERT_TRUE(first.next);
  const auto second = published_->list({}, {{}, Order::Newest, 0, first.next});
  EXPECT_EQ(second.reviews.size(), 16u);
  EXPECT_FALSE(second.next);
  EXPECT_LT(second.reviews.front().public_at, first.reviews.back().public_at);
}

TEST_P(PublishedReviews, ArePraiseOnlyWhereTheyAreGood) {
  approved(1, "play:1", 4), approved(2, "play:1", 3);
  ASSERT_TRUE(published_->praise({}));
  EXPECT_EQ(published_->praise({})->review.author, UserId{1});
  EXPECT_EQ(published_->praise({})->rating.average, 3.5);
}

TEST_P(PublishedReviews, AreToldToOtherPlugins) {
  const auto id = write(1);
  decide(id, Wish::Edit, "Edited by the school, so to say.");
  decide(id, Wish::Reply, "We thank you.");
  const auto newest = database().read([&](Transaction& tx) { return published_->newest(tx, "play", 1, 3); });
  ASSERT_EQ(newest.size(), 1u);
  EXPECT_EQ(newest[0].author, "Anna N.");
  EXPECT_EQ(newest[0].text, "Edited by the school, so to say.");
  EXPECT_EQ(newest[0].reply, "We thank you.");
  EXPECT_TRUE(newest[0].edited);
}

TEST_P(PublishedReviews, StayWithoutTheirAuthorWhenTheAccountGoes) {
  const auto kept = approved(1, "play:1"), pending = write(1, "play:2");
  revise(kept, 1, "A newer text, which nobody has read.");
  const auto edited = write(2, "play:1");
  decide(edited, Wish::Edit, "The school's words about it.");
  reporting_->report(person(1), edited, "words of the leaver");
  const AuthorData data(kinds_);
  const auto collected = database().read([&](Transaction& tx) { return data.part().collect(tx, UserId{1}); });
  EXPECT_EQ(collected.at("written").size(), 2u);
  EXPECT_EQ(collected.at("written")[1].at("texts").size(), 2u);
  EXPECT_EQ(collected.at("reported").size(), 1u);
  erase(1), erase(2);
  EXPECT_THAT(texts(), ElementsAre("The school's words about it.", "What a fine evening."));
  EXPECT_FALSE(review(kept).author);
  EXPECT_TRUE(review(edited).published->is_edit());
  EXPECT_FALSE(review(edited).reported_at);
  EXPECT_EQ(number("SELECT COUNT(*) FROM reviews_revisions"), 2);
  EXPECT_EQ(number("SELECT COUNT(*) FROM reviews_reports"), 0);
  EXPECT_THROW(review(pending), std::bad_optional_access);
  EXPECT_EQ(rating().count, 2);
  EXPECT_TRUE(totals_are_right());
  EXPECT_TRUE(database().read([&](Transaction& tx) { return data.part().collect(tx, UserId{1}); }).is_null());
  const auto newest = database().read([&](Transaction& tx) { return published_->newest(tx, "play", 1, 3); });
  EXPECT_EQ(newest.at(0).author, "");
  EXPECT_EQ(decide(kept, Wish::Reject, "still ours to judge"), Outcome::Done);
}

// Whatever authors and moderators do, in whatever order.
TEST_P(PublishedReviews, HaveTotalsThatAreTheTruthAfterAnything) {
  std::minstd_rand random(20261121);
  const auto pick = [&](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
  std::map<std::pair<int, int>, ReviewId> there;
  for (int step = 0; step < 400; ++step) {
    clock().advance(std::chrono::seconds(1));
    const int user = pick(6) + 1, play = pick(2) + 1, stars = pick(5) + 1;
    const auto text = "Step number " + std::to_string(step);
    auto found = there.find({user, play});
    if (found == there.end() || !review(found->second).is_there()) {
      there[{user, play}] = write(user, "play:" + std::to_string(play), stars, text);
      continue;
    }
    const auto id = found->second;
    switch (pick(8)) {
      case 0: revise(id, user, text, stars); break;
      case 1: writing_->withdraw(person(user), id); break;
      case 2: decide(id, Wish::Reject, "no"); break;
      case 3: decide(id, Wish::Edit, text + ", edited"); break;
      case 4: decide(id, Wish::Delete); break;
      case 5: decide(id, Wish::Reply, "thanks"); break;
      case 6:
        if (pick(4) == 0) {
          erase(user);
          std::erase_if(there, [&](const auto& each) { return each.first.first == user; });
          break;
        }
        [[fallthrough]];
      default: decide(id, Wish::Approve);
    }
    if (step % 20 == 0) {
      ASSERT_TRUE(totals_are_right()) << step;
    }
  }
  EXPECT_TRUE(totals_are_right());
  EXPECT_EQ(rating(1).count, number("SELECT COUNT(*) FROM reviews_reviews WHERE public_at IS NOT NULL "
                                    "AND subject_id = 1"));
  EXPECT_GT(rating(1).count + rating(2).count, 0);
}

TEST_P(PublishedReviews, AreRebuiltWhereSomebodyTamperedWithTheTotals) {
  approved(1, "play:1", 5), approved(2, "play:2", 3);
  database().transact([](Transaction& tx) {
    tx.sql() << "UPDATE reviews_totals SET stars_sum = 1 WHERE subject_id = 1";
    tx.sql() << "DELETE FROM reviews_totals WHERE subject_id = 2";
    tx.sql() << "INSERT INTO reviews_totals VALUES ('play', 3, 1, 5, 0, 0, 0, 0, 1)";
  });
  const auto wrong = database().read([](Transaction& tx) { return SqlTotals::wrong(tx); });
  EXPECT_THAT(wrong, ElementsAre(SubjectRef{"play", 1}, SubjectRef{"play", 2}, SubjectRef{"play", 3}));
  database().transact([](Transaction& tx) { SqlTotals::rebuild(tx); });
  EXPECT_TRUE(totals_are_right());
  EXPECT_EQ(rating(1).average, 5);
}

TEST_P(PublishedReviews, AreFoundByAnIndex) {
  database().transact([&](Transaction& tx) {
    for (int i = 1; i <= 300; ++i) {
      const auto id =
          SqlReviews::add(tx, {"play", i % 9 + 1}, UserId{i}, i % 5 + 1, "A text to fill the table", clock().now());
      tx.sql() << "UPDATE reviews_reviews SET changed_at = changed_at + id, created_at = created_at + id WHERE id = " +
                      std::to_string(to_sql(*id));
    }
    tx.sql() << "UPDATE reviews_reviews SET state = 'approved', public_revision = 1, public_stars = id % 5 + 1, "
                "public_at = id * 1000 WHERE id % 4 <> 0";
    tx.sql() << "UPDATE reviews_reviews SET reported_at = id WHERE id % 50 = 0";
    if (engine() == Engine::Mysql) tx.sql() << "ANALYZE TABLE reviews_reviews, reviews_revisions";
  });
  const auto check = [&](const std::string& statement, std::map<std::string, std::string> values) {
    values[":most"] = "21";
    const auto plan = callboard::testing::query_plan(database(), statement, values);
    EXPECT_EQ(callboard::testing::not_indexed(plan), "") << statement << ::testing::PrintToString(plan);
  };
  for (const bool of_subject : {false, true}) {
    for (const bool with_stars : {false, true}) {
      check(SqlReviewLists::newest_statement(of_subject, with_stars),
            {{":kind", "'play'"}, {":subject", "3"}, {":stars", "4"}, {":from", "20000"}, {":id", "7"}});
    }
  }
  const auto now = std::to_string(to_sql(clock().now()) + 280);
  for (const auto view : {QueueView::Pending, QueueView::Approved, QueueView::All}) {
    check(SqlReviewLists::queue_statement(view), {{":from", now}, {":id", "7"}});
  }
  check(SqlReviewLists::queue_statement(QueueView::Reported), {{":from", "250"}, {":id", "7"}});
  check(SqlReviews::own_statement(), {{":kind", "'play'"}, {":subject", "3"}, {":author", "7"}});
  check(SqlReviews::of_author_statement(), {{":author", "7"}});
}

TEST(ReviewText, IsTidiedBeforeItIsKept) {
  EXPECT_EQ(tidy("  one\r\ntwo \r\r\r\rthree\t!\n\n"), "one\ntwo\n\nthree !");
  EXPECT_EQ(tidy("\n \t\n"), "");
}

TEST(ReviewText, HasLinksWhereItHasAddresses) {
  EXPECT_EQ(
      text_parts("See https://a.example/x?y=1, or (http://b.example).").dump(),
      R"([{"words":"See "},{"url":"https://a.example/x?y=1"},{"words":", or ("},{"url":"http://b.example"},{"words":")."}])");
  EXPECT_EQ(text_parts("javascript:alert(1) https:// http://!").dump(),
            R"([{"words":"javascript:alert(1) https:// http://!"}])");
  EXPECT_EQ(text_parts(R"(https://a.example/"onload="x)")[0].at("url"), "https://a.example/");
}

TEST(ReviewText, IsShortenedBehindAWord) {
  EXPECT_EQ(shortened("short enough", 12), "short enough");
  EXPECT_EQ(shortened("not short enough", 12), "not short…");
  EXPECT_EQ(shortened("одинслово", 4), "один…");
}

TEST(ReviewCursor, IsRefusedWhereItIsMadeUp) {
  for (const auto* text : {"", "1", "1-2", "6-1-1", "1-2-3-4", "a-1-1", "1--1", "-1-1-1", "1-1-99999999999999999999"}) {
    EXPECT_FALSE(cursor_in(text)) << text;
  }
  EXPECT_EQ(text_of(cursor_in("5-17-4").value()), "5-17-4");
}

}  // namespace
}  // namespace reviews
