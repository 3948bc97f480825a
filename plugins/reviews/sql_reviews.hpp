// Reviews and their revisions in the database. Every function runs inside the caller's transaction. Thread-safe.
#pragma once

#include <optional>
#include <vector>

#include <callboard/database.hpp>

#include "review.hpp"

namespace reviews {

struct SqlReviews {
  // Of a new one: pending, with its first revision. Nothing where that person has one of this thing already.
  static std::optional<ReviewId> add(callboard::Transaction& tx, const SubjectRef& subject, UserId author, int stars,
                                     const std::string& text, Time at);

  static std::optional<Review> find(callboard::Transaction& tx, ReviewId id);
  // The one of that person about that thing, neither withdrawn nor deleted.
  static std::optional<Review> own(callboard::Transaction& tx, const SubjectRef& subject, UserId author);
  // That person's, the newest first.
  static std::vector<Review> of_author(callboard::Transaction& tx, UserId author, int most);
  // What that person has reviewed, the withdrawn and deleted left out.
  static std::vector<SubjectRef> reviewed_by(callboard::Transaction& tx, UserId author);

  // All of a review's, the oldest first.
  static std::vector<Revision> revisions(callboard::Transaction& tx, ReviewId id);
  static int next_number(callboard::Transaction& tx, ReviewId id);
  static void add_revision(callboard::Transaction& tx, ReviewId id, const Revision& revision);

  // The only way in which a review changes: everything of `after` that can, and the totals with it. False where it is
  // not what it was when `before` was read: then nothing is changed.
  [[nodiscard]] static bool save(callboard::Transaction& tx, const Review& before, const Review& after);
  static void erase(callboard::Transaction& tx, ReviewId id);

  // For tests of their plans.
  static std::string own_statement();
  static std::string of_author_statement();
};

}  // namespace reviews
