#include "writing.hpp"

#include <algorithm>
#include <set>

#include "sql_moderation.hpp"
#include "sql_reviews.hpp"
#include "words.hpp"

namespace reviews {

using namespace callboard;

namespace {

bool is_same(const Revision& revision, const Draft& draft) {
  return revision.stars == draft.stars && revision.text == draft.text;
}

std::vector<SubjectRef> subjects_of(const std::vector<Review>& reviews) {
  std::vector<SubjectRef> subjects;
  for (const auto& review : reviews) subjects.push_back(review.subject);
  return subjects;
}

}  // namespace

Writing::Choices Writing::choices(const Visitor& visitor, const std::optional<SubjectRef>& wanted) const {
  return database_.read([&](Transaction& tx) {
    Choices choices;
    const auto reviewed = SqlReviews::reviewed_by(tx, visitor.user);
    const std::set<SubjectRef> done(reviewed.begin(), reviewed.end());
    for (const auto& kind : kinds_.all()) {
      for (auto& subject : kind.reviewable(tx, visitor)) {
        const SubjectRef ref{kind.name, subject.id};
        if (!done.contains(ref)) choices.free.push_back({ref, {std::move(subject), kind.label}});
      }
    }
    if (wanted && done.contains(*wanted)) {
      if (const auto own = SqlReviews::own(tx, *wanted, visitor.user)) choices.own = own->id;
    }
    return choices;
  });
}

Writing::Written Writing::write(const Visitor& visitor, const std::string& subject, const Draft& draft) const {
  Written written{faults_of(draft), {}};
  const auto ref = subject_in(subject);
  const auto* kind = ref ? kinds_.find(ref->kind) : nullptr;
  if (!kind) {
    written.faults.add("subject", subject.empty() ? _("Choose what you review.") : _("This is none of the choices."));
  }
  if (written.faults) return written;
  return database_.transact([&](Transaction& tx) { return add(tx, visitor, *ref, draft); });
}

Writing::Written Writing::add(Transaction& tx, const Visitor& visitor, const SubjectRef& subject,
                              const Draft& draft) const {
  const auto& kind = *kinds_.find(subject.kind);
  Written written;
  if (!kinds_.find(tx, {subject}).contains(subject)) {
    written.faults.add("subject", _("This is none of the choices."));
  } else if (!kind.may_review(tx, visitor, subject.id)) {
    written.faults.add("subject", kind.why_not);
  } else if (!SqlReviews::add(tx, subject, visitor.user, draft.stars, draft.text, clock_.now())) {
    const auto own = SqlReviews::own(tx, subject, visitor.user);
    if (own && is_same(own->latest, draft)) return written;
    if (own) written.before = own->id;
    written.faults.add("subject", _("You have reviewed this already."));
  }
  return written;
}

Review Writing::require_own(Transaction& tx, const Visitor& visitor, ReviewId id) const {
  auto review = SqlReviews::find(tx, id);
  if (!review || review->author != visitor.user || review->state == State::Deleted)
    throw NotFound("a review of theirs");
  return std::move(*review);
}

Writing::Revised Writing::revise(const Visitor& visitor, ReviewId id, std::int64_t version, const Draft& draft) const {
  Revised revised{faults_of(draft), Change::Done};
  if (revised.faults) return revised;
  revised.outcome = database_.transact([&](Transaction& tx) {
    const auto before = require_own(tx, visitor, id);
    if (!before.is_there()) throw NotFound("a review that is there");
    if (is_same(before.latest, draft)) return Change::Nothing;
    if (before.version != version) return Change::Changed;
    auto after = before;
    after.state = State::Pending;
    after.changed_at = clock_.now();
    after.latest = {SqlReviews::next_number(tx, id), {}, {}, draft.stars, draft.text, clock_.now()};
    if (!SqlReviews::save(tx, before, after)) return Change::Changed;
    SqlReviews::add_revision(tx, id, after.latest);
    return Change::Done;
  });
  return revised;
}

Writing::Change Writing::withdraw(const Visitor& visitor, ReviewId id) const {
  return database_.transact([&](Transaction& tx) {
    const auto before = require_own(tx, visitor, id);
    if (!before.is_there()) return Change::Nothing;
    auto after = before;
    after.state = State::Withdrawn;
    after.changed_at = clock_.now();
    after.published.reset();
    if (!SqlReviews::save(tx, before, after)) return Change::Changed;
    SqlModeration::close_reports(tx, id, clock_.now());
    return Change::Done;
  });
}

Writing::Mine Writing::mine(const Visitor& visitor) const {
  return database_.read([&](Transaction& tx) {
    Mine mine;
    mine.reviews = SqlReviews::of_author(tx, visitor.user, kMostShown);
    mine.subjects = kinds_.find(tx, subjects_of(mine.reviews));
    mine.reasons = SqlModeration::reasons_to(tx, visitor.user);
    return mine;
  });
}

Writing::One Writing::own(const Visitor& visitor, ReviewId id) const {
  return database_.read([&](Transaction& tx) {
    One one{require_own(tx, visitor, id), {}};
    if (!one.review.is_there()) throw NotFound("a review that is there");
    const auto found = kinds_.find(tx, {one.review.subject});
    if (!found.empty()) one.subject = found.begin()->second;
    return one;
  });
}

}  // namespace reviews
