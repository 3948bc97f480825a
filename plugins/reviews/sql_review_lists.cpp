#include "sql_review_lists.hpp"

#include <limits>

#include "sql_review_rows.hpp"

namespace reviews {

using namespace callboard;

namespace {

// Later than any time there is.
constexpr long long kEnd = std::numeric_limits<long long>::max();

long long count_where(Transaction& tx, const std::string& condition) {
  long long count = 0;
  tx.sql() << "SELECT COUNT(*) FROM reviews_reviews WHERE " + condition, soci::into(count);
  return count;
}

bool oldest_first(QueueView view) { return view == QueueView::Pending || view == QueueView::Reported; }

const char* time_column(QueueView view) {
  switch (view) {
    case QueueView::Reported: return "r.reported_at";
    case QueueView::All: return "r.created_at";
    default: return "r.changed_at";
  }
}

const char* rows_of(QueueView view) {
  switch (view) {
    case QueueView::Pending: return "r.state = 'pending' AND ";
    case QueueView::Approved: return "r.state = 'approved' AND ";
    case QueueView::Rejected: return "r.state = 'rejected' AND ";
    default: return "";
  }
}

}  // namespace

// The first comparison alone bounds what the index reads; the second leaves out what is not behind the cursor. Reviews
// that are not public have no time, and no comparison with it holds.
std::string SqlReviewLists::newest_statement(bool of_subject, bool with_stars) {
  return std::string(kSelectReviews) + "WHERE " +
         (of_subject ? "r.subject_kind = :kind AND r.subject_id = :subject AND " : "") +
         (with_stars ? "r.public_stars = :stars AND " : "") +
         "r.public_at <= :from AND (r.public_at < :from OR r.id < :id) "
         "ORDER BY r.public_at DESC, r.id DESC LIMIT :most";
}

std::vector<Review> SqlReviewLists::newest(Transaction& tx, const std::optional<SubjectRef>& subject, int stars,
                                           const std::optional<Cursor>& after, int most) {
  SqlBindings bindings{{"from", after ? after->time : kEnd}, {"id", after ? after->id : 0}, {"most", most}};
  if (subject) {
    bindings.push_back({"subject", subject->id});
    bindings.push_back({"kind", subject->kind});
  }
  if (stars > 0) bindings.push_back({"stars", stars});
  return select_reviews(tx, newest_statement(subject.has_value(), stars > 0), bindings);
}

std::string SqlReviewLists::queue_statement(QueueView view) {
  const std::string time = time_column(view);
  const std::string beyond = oldest_first(view) ? ">" : "<", order = oldest_first(view) ? "" : " DESC";
  return std::string(kSelectReviews) + "WHERE " + rows_of(view) + time + " " + beyond + "= :from AND (" + time + " " +
         beyond + " :from OR r.id " + beyond + " :id) ORDER BY " + time + order + ", r.id" + order + " LIMIT :most";
}

std::vector<Review> SqlReviewLists::queue(Transaction& tx, QueueView view, const std::optional<Cursor>& after,
                                          int most) {
  const auto begin = oldest_first(view) ? Cursor{} : Cursor{0, kEnd, 0};
  const auto from = after.value_or(begin);
  return select_reviews(tx, queue_statement(view), {{"from", from.time}, {"id", from.id}, {"most", most}});
}

Cursor SqlReviewLists::behind(const Review& review, QueueView view) {
  const auto time = view == QueueView::Reported ? review.reported_at.value_or(review.changed_at)
                    : view == QueueView::All    ? review.created_at
                                                : review.changed_at;
  return {0, to_sql(time), static_cast<std::int64_t>(review.id)};
}

long long SqlReviewLists::count_pending(Transaction& tx) { return count_where(tx, "state = 'pending'"); }
long long SqlReviewLists::count_reported(Transaction& tx) { return count_where(tx, "reported_at IS NOT NULL"); }

}  // namespace reviews
