// The lists of reviews: for everybody, and the moderators' queue. Inside the caller's transaction. Thread-safe.
#pragma once

#include <optional>
#include <vector>

#include <callboard/database.hpp>

#include "review.hpp"

namespace reviews {

enum class QueueView { Pending, Reported, Approved, Rejected, All };

struct SqlReviewLists {
  // Public ones behind `after`, the newest first; of one thing, and with that many stars, where told.
  static std::vector<Review> newest(callboard::Transaction& tx, const std::optional<SubjectRef>& subject, int stars,
                                    const std::optional<Cursor>& after, int most);
  // What waits longest comes first; what is decided, the latest first.
  static std::vector<Review> queue(callboard::Transaction& tx, QueueView view, const std::optional<Cursor>& after,
                                   int most);
  // Where the page behind that review begins.
  static Cursor behind(const Review& review, QueueView view);

  static long long count_pending(callboard::Transaction& tx);
  static long long count_reported(callboard::Transaction& tx);

  // For tests of their plans.
  static std::string newest_statement(bool of_subject, bool with_stars);
  static std::string queue_statement(QueueView view);
};

}  // namespace reviews
