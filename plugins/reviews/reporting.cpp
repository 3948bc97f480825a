#include "reporting.hpp"

#include "review_rules.hpp"
#include "sql_moderation.hpp"
#include "sql_reviews.hpp"

namespace reviews {

using namespace callboard;

namespace {

Review require_public(Transaction& tx, ReviewId id) {
  auto review = SqlReviews::find(tx, id);
  if (!review || !review->is_public()) throw NotFound("a public review");
  return std::move(*review);
}

}  // namespace

Review Reporting::shown(const Visitor&, ReviewId id) const {
  return database_.read_single([&](Transaction& tx) { return require_public(tx, id); });
}

Reporting::Reported Reporting::report(const Visitor& visitor, ReviewId id, const std::string& reason) const {
  Reported reported;
  check_text(reported.faults, "reason", reason, 0, kLongestReport);
  if (reported.faults) return reported;
  reported.outcome = database_.transact([&](Transaction& tx) {
    if (require_public(tx, id).author == visitor.user) return Outcome::Own;
    const bool added = SqlModeration::add_report(tx, id, {visitor.user, reason, clock_.now(), true});
    return added ? Outcome::Done : Outcome::Already;
  });
  return reported;
}

}  // namespace reviews
