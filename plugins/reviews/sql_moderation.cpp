#include "sql_moderation.hpp"

#include "sql_review_rows.hpp"
#include "words.hpp"

namespace reviews {

using namespace callboard;

void SqlModeration::add_decision(Transaction& tx, ReviewId id, const Decision& decision) {
  const auto review = to_sql(id), at = to_sql(decision.at);
  const long long revision = decision.revision, by = decision.by ? to_sql(*decision.by) : 0;
  auto known = decision.by ? soci::i_ok : soci::i_null;
  const std::string deed(name_of(decision.deed));
  tx.sql() << R"sql(
      INSERT INTO reviews_decisions (review_id, revision, decision, reason, by_id, at)
      VALUES (:review, :revision, :decision, :reason, :by, :at))sql",
      soci::use(review, "review"), soci::use(revision, "revision"), soci::use(deed, "decision"),
      soci::use(decision.reason, "reason"), soci::use(by, known, "by"), soci::use(at, "at");
}

std::vector<Decision> SqlModeration::decisions(Transaction& tx, ReviewId id) {
  const auto review = to_sql(id);
  long long revision = 0, by = 0, at = 0;
  std::string deed, reason;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT revision, decision, reason, COALESCE(by_id, 0), at FROM reviews_decisions
       WHERE review_id = :review ORDER BY id)sql",
                            soci::use(review, "review"), soci::into(revision), soci::into(deed), soci::into(reason),
                            soci::into(by), soci::into(at));
  select.execute();
  std::vector<Decision> found;
  while (select.fetch()) {
    found.push_back({deed_named(deed), static_cast<int>(revision), reason,
                     by > 0 ? std::optional(UserId{by}) : std::nullopt, time_from_sql(at)});
  }
  return found;
}

std::map<ReviewId, std::string> SqlModeration::reasons_to(Transaction& tx, UserId author) {
  const auto by = to_sql(author);
  long long review = 0;
  std::string reason;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT d.review_id, d.reason FROM reviews_reviews r JOIN reviews_decisions d ON d.review_id = r.id
       WHERE r.author_id = :author AND r.state = 'rejected' AND d.decision = 'rejected' ORDER BY d.id)sql",
                            soci::use(by, "author"), soci::into(review), soci::into(reason));
  select.execute();
  std::map<ReviewId, std::string> found;
  while (select.fetch()) found[ReviewId{review}] = reason;
  return found;
}

bool SqlModeration::add_report(Transaction& tx, ReviewId id, const Report& report) {
  const auto review = to_sql(id), user = to_sql(report.by), at = to_sql(report.at);
  // First, so that nothing becomes of the review meanwhile.
  soci::statement hold = (tx.sql().prepare << "UPDATE reviews_reviews SET reported_at = reported_at "
                                              "WHERE id = :review AND public_revision IS NOT NULL",
                          soci::use(review, "review"));
  if (affected_rows(hold) != 1) throw NotFound("a public review");
  // Again only of another text than the one whose report was settled.
  soci::statement again =
      (tx.sql().prepare << R"sql(
      UPDATE reviews_reports SET reason = :reason, at = :at, closed_at = NULL
       WHERE review_id = :review AND user_id = :user AND closed_at IS NOT NULL
         AND at < (SELECT r.public_at FROM reviews_reviews r WHERE r.id = :review))sql",
       soci::use(report.reason, "reason"), soci::use(at, "at"), soci::use(review, "review"), soci::use(user, "user"));
  const bool added =
      affected_rows(again) == 1 || unless_taken([&] {
        tx.sql()
            << "INSERT INTO reviews_reports (review_id, user_id, reason, at) VALUES (:review, :user, :reason, :at)",
            soci::use(review, "review"), soci::use(user, "user"), soci::use(report.reason, "reason"),
            soci::use(at, "at");
      });
  if (!added) return false;
  tx.sql() << "UPDATE reviews_reviews SET reported_at = :at WHERE id = :review AND reported_at IS NULL",
      soci::use(at, "at"), soci::use(review, "review");
  return true;
}

std::vector<Report> SqlModeration::reports(Transaction& tx, ReviewId id) {
  constexpr int kMost = 100;
  const auto review = to_sql(id);
  long long by = 0, at = 0, closed = 0;
  std::string reason;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT user_id, reason, at, COALESCE(closed_at, 0) FROM reviews_reports
       WHERE review_id = :review ORDER BY at, user_id LIMIT :most)sql",
                            soci::use(review, "review"), soci::use(kMost, "most"), soci::into(by), soci::into(reason),
                            soci::into(at), soci::into(closed));
  select.execute();
  std::vector<Report> found;
  while (select.fetch()) found.push_back({UserId{by}, reason, time_from_sql(at), closed == 0});
  return found;
}

void SqlModeration::close_reports(Transaction& tx, ReviewId id, Time at) {
  const auto review = to_sql(id), now = to_sql(at);
  tx.sql() << "UPDATE reviews_reports SET closed_at = :now WHERE review_id = :review AND closed_at IS NULL",
      soci::use(now, "now"), soci::use(review, "review");
  tx.sql() << "UPDATE reviews_reviews SET reported_at = NULL WHERE id = :review", soci::use(review, "review");
}

std::optional<UserId> SqlModeration::claim(Transaction& tx, ReviewId id, UserId user, Time now, Time until) {
  const auto review = to_sql(id), by = to_sql(user), from = to_sql(now), end = to_sql(until);
  tx.sql() << "DELETE FROM reviews_claims WHERE user_id = :by AND review_id <> :review", soci::use(by, "by"),
      soci::use(review, "review");
  soci::statement take =
      (tx.sql().prepare << R"sql(
      UPDATE reviews_claims SET user_id = :by, until_at = :until
       WHERE review_id = :review AND (user_id = :by OR until_at <= :now))sql",
       soci::use(by, "by"), soci::use(end, "until"), soci::use(review, "review"), soci::use(from, "now"));
  if (affected_rows(take) == 1) return std::nullopt;
  const bool taken = unless_taken([&] {
    tx.sql() << "INSERT INTO reviews_claims (review_id, user_id, until_at) VALUES (:review, :by, :until)",
        soci::use(review, "review"), soci::use(by, "by"), soci::use(end, "until");
  });
  if (taken) return std::nullopt;
  const auto open = claims(tx, {id}, now);
  return open.empty() ? std::nullopt : std::optional(open.begin()->second);
}

bool SqlModeration::renew(Transaction& tx, ReviewId id, UserId user, Time until) {
  const auto review = to_sql(id), by = to_sql(user), end = to_sql(until);
  soci::statement update = (tx.sql().prepare << "UPDATE reviews_claims SET until_at = :until "
                                                "WHERE review_id = :review AND user_id = :by",
                            soci::use(end, "until"), soci::use(review, "review"), soci::use(by, "by"));
  return affected_rows(update) == 1;
}

void SqlModeration::release(Transaction& tx, ReviewId id) {
  const auto review = to_sql(id);
  tx.sql() << "DELETE FROM reviews_claims WHERE review_id = :review", soci::use(review, "review");
}

std::map<ReviewId, UserId> SqlModeration::claims(Transaction& tx, const std::vector<ReviewId>& ids, Time now) {
  const auto from = to_sql(now);
  long long review = 0, user = 0;
  soci::statement select = (tx.sql().prepare << "SELECT review_id, user_id FROM reviews_claims WHERE until_at > :now "
                                                "AND review_id IN " +
                                                    sql_list(ids),
                            soci::use(from, "now"), soci::into(review), soci::into(user));
  select.execute();
  std::map<ReviewId, UserId> found;
  while (select.fetch()) found.emplace(ReviewId{review}, UserId{user});
  return found;
}

}  // namespace reviews
