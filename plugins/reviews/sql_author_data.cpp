#include "sql_author_data.hpp"

#include "sql_review_rows.hpp"

namespace reviews {

using namespace callboard;

std::vector<std::pair<ReviewId, Report>> SqlAuthorData::reports_by(Transaction& tx, UserId user) {
  const auto by = to_sql(user);
  long long review = 0, at = 0, closed = 0;
  std::string reason;
  soci::statement select =
      (tx.sql().prepare << R"sql(
      SELECT review_id, reason, at, COALESCE(closed_at, 0) FROM reviews_reports
       WHERE user_id = :user ORDER BY review_id)sql",
       soci::use(by, "user"), soci::into(review), soci::into(reason), soci::into(at), soci::into(closed));
  select.execute();
  std::vector<std::pair<ReviewId, Report>> found;
  while (select.fetch()) found.push_back({ReviewId{review}, {user, reason, time_from_sql(at), closed == 0}});
  return found;
}

void SqlAuthorData::forget_words(Transaction& tx, ReviewId id, int public_revision) {
  const auto review = to_sql(id);
  const long long number = public_revision;
  tx.sql() << "DELETE FROM reviews_revisions WHERE review_id = :review AND number <> :number",
      soci::use(review, "review"), soci::use(number, "number");
  tx.sql() << "UPDATE reviews_decisions SET reason = '' WHERE review_id = :review", soci::use(review, "review");
}

void SqlAuthorData::forget_deeds(Transaction& tx, UserId user) {
  const auto by = to_sql(user);
  std::vector<ReviewId> reported;
  for (const auto& [id, report] : reports_by(tx, user)) reported.push_back(id);
  tx.sql() << "DELETE FROM reviews_reports WHERE user_id = :user", soci::use(by, "user");
  tx.sql() << "DELETE FROM reviews_claims WHERE user_id = :user", soci::use(by, "user");
  if (reported.empty()) return;
  tx.sql() << R"sql(
      UPDATE reviews_reviews
         SET reported_at = (SELECT MIN(p.at) FROM reviews_reports p
                             WHERE p.review_id = reviews_reviews.id AND p.closed_at IS NULL)
       WHERE id IN )sql" +
                  sql_list(reported);
}

}  // namespace reviews
