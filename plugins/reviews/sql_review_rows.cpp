#include "sql_review_rows.hpp"

#include "words.hpp"

namespace reviews {

using namespace callboard;

// The newest revision is always there: LEFT has the engines begin with the review's index, whatever they guess.
const char* const kSelectReviews = R"sql(
    SELECT r.id, r.version, r.subject_kind, r.subject_id, COALESCE(r.author_id, 0), r.state, r.created_at, r.changed_at,
           COALESCE(r.public_at, 0), COALESCE(r.reported_at, 0), r.reply, COALESCE(r.replied_at, 0),
           l.number, l.stars, l.body, l.at,
           COALESCE(p.number, 0), COALESCE(p.base, 0), COALESCE(p.editor_id, 0), COALESCE(p.stars, 0),
           COALESCE(p.body, ''), COALESCE(p.at, 0)
      FROM reviews_reviews r
      LEFT JOIN reviews_revisions l ON l.review_id = r.id AND l.number = r.latest
      LEFT JOIN reviews_revisions p ON p.review_id = r.id AND p.number = r.public_revision )sql";

namespace {

struct RevisionRow {
  long long number = 0, base = 0, editor = 0, stars = 0, at = 0;
  std::string text;

  Revision value() const {
    Revision revision;
    revision.number = static_cast<int>(number);
    if (base > 0) revision.base = static_cast<int>(base);
    if (editor > 0) revision.editor = UserId{editor};
    revision.stars = static_cast<int>(stars);
    revision.text = text;
    revision.at = time_from_sql(at);
    return revision;
  }
};

struct ReviewRow {
  long long id = 0, version = 0, subject = 0, author = 0, created_at = 0, changed_at = 0, public_at = 0;
  long long reported_at = 0, replied_at = 0;
  std::string kind, state, reply;
  RevisionRow latest, published;

  void exchange(soci::statement& statement) {
    const auto bind = [&](auto& value) { statement.exchange(soci::into(value)); };
    bind(id), bind(version), bind(kind), bind(subject), bind(author), bind(state), bind(created_at), bind(changed_at);
    bind(public_at), bind(reported_at), bind(reply), bind(replied_at);
    bind(latest.number), bind(latest.stars), bind(latest.text), bind(latest.at);
    bind(published.number), bind(published.base), bind(published.editor), bind(published.stars), bind(published.text);
    bind(published.at);
  }
  Review value() const {
    Review review;
    review.id = ReviewId{id};
    review.version = version;
    review.subject = {kind, subject};
    if (author > 0) review.author = UserId{author};
    review.state = state_named(state);
    review.created_at = time_from_sql(created_at);
    review.changed_at = time_from_sql(changed_at);
    review.latest = latest.value();
    if (published.number > 0) review.published = published.value();
    review.public_at = time_from_sql(public_at);
    if (reported_at > 0) review.reported_at = time_from_sql(reported_at);
    review.reply = reply;
    review.replied_at = time_from_sql(replied_at);
    return review;
  }
};

}  // namespace

std::vector<Review> select_reviews(Transaction& tx, const std::string& text, const SqlBindings& bindings) {
  return select_rows<ReviewRow>(tx, text, bindings);
}

}  // namespace reviews
