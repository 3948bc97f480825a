#include "moderation.hpp"

#include <algorithm>

#include "review_rules.hpp"
#include "sql_moderation.hpp"
#include "sql_reviews.hpp"
#include "words.hpp"

namespace reviews {

using namespace callboard;

namespace {

using Wish = Moderation::Wish;
using Outcome = Moderation::Outcome;

Faults faults_in(const Moderation::Verdict& verdict) {
  Faults faults;
  switch (verdict.wish) {
    case Wish::Edit: check_text(faults, "text", verdict.text, kShortestReview, kLongestReview); break;
    case Wish::Reject: check_text(faults, "reason", verdict.text, 1, kLongestReason); break;
    case Wish::Reply: check_text(faults, "reply", verdict.text, 0, kLongestReply); break;
    case Wish::Delete: check_text(faults, "reason", verdict.text, 0, kLongestReason); break;
    case Wish::Approve: break;
  }
  return faults;
}

void publish_latest(Review& review, Time now) {
  review.published = review.latest;
  review.public_at = now;
}

// An approval or an edit, by what came of it.
bool is_what_was_wished(Deed deed, Wish wish) {
  switch (wish) {
    case Wish::Approve: return deed == Deed::Approved || deed == Deed::Kept;
    case Wish::Edit: return deed == Deed::Edited || deed == Deed::Approved;
    case Wish::Reject: return deed == Deed::Rejected;
    case Wish::Delete: return deed == Deed::Deleted;
    case Wish::Reply: break;
  }
  return deed == Deed::Replied;
}

}  // namespace

Moderation::Result Moderation::decide(const Visitor& by, const Seen& seen, const Verdict& verdict) const {
  if (auto faults = faults_in(verdict)) return {Outcome::Faulty, std::move(faults), {}, {}};
  return settle(by, seen, verdict);
}

// Who comes second at the same moment sees so only when writing: the next look tells what the other one did.
Moderation::Result Moderation::settle(const Visitor& by, const Seen& seen, const Verdict& verdict) const {
  constexpr int kLooks = 5;
  for (int look = 0; look < kLooks; ++look) {
    auto result = parts_.database.transact([&](Transaction& tx) { return apply(tx, by, seen, verdict); });
    if (result) return std::move(*result);
  }
  throw Conflict("a review is changed all the time", _("Somebody changed this review just now. Look again."));
}

Moderation::Many Moderation::decide_many(const Visitor& by, const std::vector<Seen>& seen,
                                         const Verdict& verdict) const {
  Many many{faults_in(verdict)};
  if (many.faults) return many;
  for (const auto& each : seen) {
    try {
      ++(settle(by, each, verdict).outcome == Outcome::Done ? many.done : many.skipped);
    } catch (const NotFound&) {
      ++many.skipped;
    }
  }
  return many;
}

std::optional<Moderation::Result> Moderation::apply(Transaction& tx, const Visitor& by, const Seen& seen,
                                                    const Verdict& verdict) const {
  const auto before = SqlReviews::find(tx, seen.id);
  if (!before) throw NotFound("a review");
  if (before->version != seen.version || !before->is_there()) return too_late(tx, by, *before, seen, verdict);
  const auto what = change(tx, by, *before, verdict);
  if (!what) return Result{Outcome::NotPublic, {}, {}, {}};
  if (!SqlReviews::save(tx, *before, what->after)) return std::nullopt;
  if (what->edit) SqlReviews::add_revision(tx, before->id, *what->edit);
  record(tx, by, *before, *what, verdict);
  return Result{};
}

std::optional<Moderation::Change> Moderation::change(Transaction& tx, const Visitor& by, const Review& before,
                                                     const Verdict& verdict) const {
  const auto now = parts_.clock.now();
  Change change{before, {}, {}};
  auto& after = change.after;
  switch (verdict.wish) {
    case Wish::Approve:
      change.deed = before.state == State::Approved ? Deed::Kept : Deed::Approved;
      if (before.state != State::Approved) publish_latest(after, now);
      after.state = State::Approved;
      break;
    case Wish::Edit: publish_edit(tx, by, verdict.text, change); break;
    case Wish::Reject:
      change.deed = Deed::Rejected;
      // What was reported is the public text: settling the reports may not leave it there.
      if (before.latest_is_public() || before.reported_at) after.published.reset();
      after.state = State::Rejected;
      break;
    case Wish::Delete:
      change.deed = Deed::Deleted;
      after.published.reset();
      after.state = State::Deleted;
      break;
    case Wish::Reply:
      if (!before.is_public()) return std::nullopt;
      change.deed = Deed::Replied;
      after.reply = verdict.text;
      after.replied_at = now;
      return change;
  }
  after.changed_at = now;
  return change;
}

// The author's text stays as it is; the school's stands beside it.
void Moderation::publish_edit(Transaction& tx, const Visitor& by, const std::string& text, Change& change) const {
  const auto now = parts_.clock.now();
  auto& after = change.after;
  after.state = State::Approved;
  if (text == after.latest.text) {
    change.deed = Deed::Approved;
    return publish_latest(after, now);
  }
  change.deed = Deed::Edited;
  change.edit =
      Revision{SqlReviews::next_number(tx, after.id), after.latest.number, by.user, after.latest.stars, text, now};
  after.published = change.edit;
  after.public_at = now;
}

// What happened instead, in the words of who comes second.
Moderation::Result Moderation::too_late(Transaction& tx, const Visitor& by, const Review& review, const Seen& seen,
                                        const Verdict& verdict) const {
  if (review.state == State::Withdrawn) return {Outcome::Withdrawn, {}, {}, {}};
  const auto decisions = SqlModeration::decisions(tx, review.id);
  const bool newer_text = decisions.empty() || review.latest.at > decisions.back().at;
  if (newer_text && review.state == State::Pending) return {Outcome::AuthorChanged, {}, {}, {}};
  if (decisions.empty()) return {Outcome::AuthorChanged, {}, {}, {}};
  const auto& last = decisions.back();
  // A second click on the same button.
  const bool again =
      last.by == by.user && is_what_was_wished(last.deed, verdict.wish) && review.version == seen.version + 1;
  if (again) return {};
  Result result{Outcome::ColleagueDecided, {}, {}, last.deed};
  if (last.by) {
    const auto names = parts_.people.names(tx, {*last.by});
    if (!names.empty()) result.colleague = names.begin()->second.name;
  }
  return result;
}

void Moderation::record(Transaction& tx, const Visitor& by, const Review& before, const Change& change,
                        const Verdict& verdict) const {
  const auto now = parts_.clock.now();
  const auto& after = change.after;
  const bool has_words = verdict.wish == Wish::Reject || verdict.wish == Wish::Reply ||
                         (verdict.wish == Wish::Delete && !verdict.text.empty());
  const int revision = change.edit                                                ? change.edit->number
                       : verdict.wish == Wish::Reply || change.deed == Deed::Kept ? before.published->number
                                                                                  : before.latest.number;
  SqlModeration::add_decision(tx, before.id,
                              {change.deed, revision, has_words ? verdict.text : "",
                               by.is_person() ? std::optional(by.user) : std::nullopt, now});
  if (verdict.wish != Wish::Reply) SqlModeration::close_reports(tx, before.id, now);
  SqlModeration::release(tx, before.id);
  AuditEntry entry{std::string(name_of(change.deed)), "review", static_cast<std::int64_t>(before.id)};
  if (before.state != after.state) {
    entry.changes.push_back({"state", std::string(name_of(before.state)), std::string(name_of(after.state))});
  }
  if (has_words)
    entry.changes.push_back({verdict.wish == Wish::Reply ? "reply" : "reason", before.reply, verdict.text});
  if (has_words && verdict.wish != Wish::Reply) entry.changes.back().before.clear();
  entry.person = before.author;
  parts_.audit.record(tx, by, entry);
  parts_.mails.tell(tx, after, change.deed, verdict.text);
}

Moderation::Page Moderation::queue(const Visitor&, QueueView view, const std::optional<Cursor>& after) const {
  return parts_.database.read([&](Transaction& tx) {
    Page page;
    page.reviews = SqlReviewLists::queue(tx, view, after, kPage + 1);
    if (page.reviews.size() > static_cast<std::size_t>(kPage)) {
      page.reviews.pop_back();
      page.next = SqlReviewLists::behind(page.reviews.back(), view);
    }
    std::vector<SubjectRef> subjects;
    std::vector<ReviewId> ids;
    std::vector<UserId> users;
    for (const auto& review : page.reviews) {
      subjects.push_back(review.subject);
      ids.push_back(review.id);
      if (review.author) users.push_back(*review.author);
    }
    page.subjects = parts_.kinds.find(tx, subjects);
    page.claims = SqlModeration::claims(tx, ids, parts_.clock.now());
    for (const auto& [id, user] : page.claims) users.push_back(user);
    page.people = parts_.people.names(tx, users);
    page.pending = SqlReviewLists::count_pending(tx);
    page.reported = SqlReviewLists::count_reported(tx);
    return page;
  });
}

Moderation::Item Moderation::open(const Visitor& by, ReviewId id) const {
  return parts_.database.transact([&](Transaction& tx) {
    auto review = SqlReviews::find(tx, id);
    if (!review) throw NotFound("a review");
    Item item{std::move(*review), {}, {}, {}, {}, {}, {}};
    const auto found = parts_.kinds.find(tx, {item.review.subject});
    if (!found.empty()) item.subject = found.begin()->second;
    item.revisions = SqlReviews::revisions(tx, id);
    item.decisions = SqlModeration::decisions(tx, id);
    item.reports = SqlModeration::reports(tx, id);
    const auto now = parts_.clock.now();
    if (item.review.is_there()) item.open_at = SqlModeration::claim(tx, id, by.user, now, now + kLease);
    std::vector<UserId> users;
    if (item.review.author) users.push_back(*item.review.author);
    if (item.open_at) users.push_back(*item.open_at);
    for (const auto& decision : item.decisions) {
      if (decision.by) users.push_back(*decision.by);
    }
    for (const auto& report : item.reports) users.push_back(report.by);
    for (const auto& revision : item.revisions) {
      if (revision.editor) users.push_back(*revision.editor);
    }
    item.people = parts_.people.names(tx, users);
    return item;
  });
}

bool Moderation::keep_open(const Visitor& by, ReviewId id) const {
  return parts_.database.transact_single(
      [&](Transaction& tx) { return SqlModeration::renew(tx, id, by.user, parts_.clock.now() + kLease); });
}

}  // namespace reviews
