#include "demo.hpp"

#include "sql_moderation.hpp"
#include "sql_review_lists.hpp"
#include "sql_reviews.hpp"

namespace reviews {

using namespace callboard;

nlohmann::json Demo::load() const {
  parts_.database.transact([&](Transaction& tx) {
    if (!SqlReviewLists::queue(tx, QueueView::All, {}, 1).empty()) return;
    for (const auto& review : demo_reviews()) add(tx, review);
  });
  return nlohmann::json::object();
}

std::optional<UserId> Demo::person(Transaction& tx, const char* name) const {
  const auto found = parts_.people.named(tx, name);
  return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

std::optional<SubjectRef> Demo::subject(Transaction& tx, UserId author, const std::string& title) const {
  Visitor visitor;
  visitor.kind = Visitor::Kind::Person;
  visitor.user = author;
  visitor.roles = {"student"};
  for (const auto& kind : parts_.kinds.all()) {
    if (title.empty() != (kind.name == "course")) continue;
    for (const auto& subject : kind.reviewable(tx, visitor)) {
      if (title.empty() || subject.title == title) return SubjectRef{kind.name, subject.id};
    }
  }
  return std::nullopt;
}

void Demo::add(Transaction& tx, const DemoReview& review) const {
  const auto author = person(tx, review.author);
  const auto about = author ? subject(tx, *author, review.title) : std::nullopt;
  if (!about) return;
  const auto id = SqlReviews::add(tx, *about, *author, review.stars, review.text, ago(review.days_ago));
  if (!id) return;
  if (review.state != State::Pending) decide(tx, *id, review);
  if (!*review.later) return;
  const auto before = SqlReviews::find(tx, *id).value();
  auto after = before;
  after.state = State::Pending;
  after.latest = {SqlReviews::next_number(tx, *id), {}, {}, review.stars, review.later, ago(1)};
  after.changed_at = ago(1);
  if (SqlReviews::save(tx, before, after)) SqlReviews::add_revision(tx, *id, after.latest);
}

void Demo::decide(Transaction& tx, ReviewId id, const DemoReview& review) const {
  const auto admin = person(tx, "admin");
  const auto at = ago(review.days_ago, 5);
  const auto before = SqlReviews::find(tx, id).value();
  auto after = before;
  after.state = review.state;
  after.changed_at = at;
  Decision decision{Deed::Rejected, 1, review.words, admin, at};
  if (review.state == State::Approved) {
    after.published = before.latest;
    after.public_at = at;
    after.reply = review.words;
    after.replied_at = at;
    decision = {Deed::Approved, 1, "", admin, at};
    if (*review.edited) {
      after.published = Revision{2, 1, admin, review.stars, review.edited, at};
      SqlReviews::add_revision(tx, id, *after.published);
      decision = {Deed::Edited, 2, "", admin, at};
    }
  }
  if (SqlReviews::save(tx, before, after)) SqlModeration::add_decision(tx, id, decision);
}

}  // namespace reviews
