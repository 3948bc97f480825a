// What is kept about a person beside the reviews themselves. Inside the caller's transaction. Thread-safe.
#pragma once

#include <utility>
#include <vector>

#include <callboard/database.hpp>

#include "review.hpp"

namespace reviews {

struct SqlAuthorData {
  static std::vector<std::pair<ReviewId, Report>> reports_by(callboard::Transaction& tx, UserId user);
  // All texts of a review but the public one, and what moderators wrote about them.
  static void forget_words(callboard::Transaction& tx, ReviewId id, int public_revision);
  // The reports that somebody made, and what is open there.
  static void forget_deeds(callboard::Transaction& tx, UserId user);
};

}  // namespace reviews
