#include "sql_reviews.hpp"

#include "sql_review_rows.hpp"
#include "sql_totals.hpp"
#include "words.hpp"

namespace reviews {

using namespace callboard;

namespace {

std::optional<Review> first_of(std::vector<Review> found) {
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

// What may be NULL, as SOCI binds it.
struct OrNull {
  long long value = 0;
  soci::indicator indicator = soci::i_null;
  OrNull() = default;
  explicit OrNull(long long given) : value(given), indicator(soci::i_ok) {}
};

OrNull person_or_null(const std::optional<UserId>& user) { return user ? OrNull(to_sql(*user)) : OrNull(); }

}  // namespace

std::optional<ReviewId> SqlReviews::add(Transaction& tx, const SubjectRef& subject, UserId author, int stars,
                                        const std::string& text, Time at) {
  const auto by = to_sql(author), now = to_sql(at);
  const long long id_of_subject = subject.id;
  const bool added = unless_taken([&] {
    tx.sql() << R"sql(
        INSERT INTO reviews_reviews (subject_kind, subject_id, author_id, live_author, created_at, changed_at, reply)
        VALUES (:kind, :subject, :author, :author, :now, :now, ''))sql",
        soci::use(subject.kind, "kind"), soci::use(id_of_subject, "subject"), soci::use(by, "author"),
        soci::use(now, "now");
  });
  if (!added) return std::nullopt;
  const auto id = last_insert_id<ReviewId>(tx);
  Revision first;
  first.stars = stars;
  first.text = text;
  first.at = at;
  add_revision(tx, id, first);
  return id;
}

std::optional<Review> SqlReviews::find(Transaction& tx, ReviewId id) {
  return first_of(select_reviews(tx, std::string(kSelectReviews) + "WHERE r.id = :id", {{"id", to_sql(id)}}));
}

std::string SqlReviews::own_statement() {
  return std::string(kSelectReviews) +
         "WHERE r.subject_kind = :kind AND r.subject_id = :subject AND r.live_author = :author";
}

std::optional<Review> SqlReviews::own(Transaction& tx, const SubjectRef& subject, UserId author) {
  return first_of(select_reviews(tx, own_statement(),
                                 {{"subject", subject.id}, {"author", to_sql(author)}, {"kind", subject.kind}}));
}

std::string SqlReviews::of_author_statement() {
  return std::string(kSelectReviews) + "WHERE r.author_id = :author ORDER BY r.id DESC LIMIT :most";
}

std::vector<Review> SqlReviews::of_author(Transaction& tx, UserId author, int most) {
  return select_reviews(tx, of_author_statement(), {{"author", to_sql(author)}, {"most", most}});
}

std::vector<SubjectRef> SqlReviews::reviewed_by(Transaction& tx, UserId author) {
  const auto by = to_sql(author);
  SubjectRef subject;
  long long id = 0;
  soci::statement select = (tx.sql().prepare << "SELECT subject_kind, subject_id FROM reviews_reviews "
                                                "WHERE author_id = :author AND live_author IS NOT NULL",
                            soci::use(by, "author"), soci::into(subject.kind), soci::into(id));
  select.execute();
  std::vector<SubjectRef> found;
  while (select.fetch()) found.push_back({subject.kind, id});
  return found;
}

std::vector<Revision> SqlReviews::revisions(Transaction& tx, ReviewId id) {
  const auto review = to_sql(id);
  long long number = 0, base = 0, editor = 0, stars = 0, at = 0;
  std::string text;
  soci::statement select = (tx.sql().prepare << R"sql(
      SELECT number, COALESCE(base, 0), COALESCE(editor_id, 0), stars, body, at
        FROM reviews_revisions WHERE review_id = :review ORDER BY number)sql",
                            soci::use(review, "review"), soci::into(number), soci::into(base), soci::into(editor),
                            soci::into(stars), soci::into(text), soci::into(at));
  select.execute();
  std::vector<Revision> found;
  while (select.fetch()) {
    Revision revision;
    revision.number = static_cast<int>(number);
    if (base > 0) revision.base = static_cast<int>(base);
    if (editor > 0) revision.editor = UserId{editor};
    revision.stars = static_cast<int>(stars);
    revision.text = text;
    revision.at = time_from_sql(at);
    found.push_back(std::move(revision));
  }
  return found;
}

int SqlReviews::next_number(Transaction& tx, ReviewId id) {
  const auto review = to_sql(id);
  long long number = 0;
  tx.sql() << "SELECT COALESCE(MAX(number), 0) + 1 FROM reviews_revisions WHERE review_id = :review",
      soci::use(review, "review"), soci::into(number);
  return static_cast<int>(number);
}

void SqlReviews::add_revision(Transaction& tx, ReviewId id, const Revision& revision) {
  const auto review = to_sql(id), at = to_sql(revision.at);
  const long long number = revision.number, stars = revision.stars;
  auto base = revision.base ? OrNull(*revision.base) : OrNull(), editor = person_or_null(revision.editor);
  tx.sql() << R"sql(
      INSERT INTO reviews_revisions (review_id, number, base, editor_id, stars, body, at)
      VALUES (:review, :number, :base, :editor, :stars, :body, :at))sql",
      soci::use(review, "review"), soci::use(number, "number"), soci::use(base.value, base.indicator, "base"),
      soci::use(editor.value, editor.indicator, "editor"), soci::use(stars, "stars"), soci::use(revision.text, "body"),
      soci::use(at, "at");
}

bool SqlReviews::save(Transaction& tx, const Review& before, const Review& after) {
  const auto id = to_sql(before.id), changed_at = to_sql(after.changed_at);
  const long long version = before.version, latest = after.latest.number;
  const std::string state(name_of(after.state));
  auto author = person_or_null(after.author), live = after.is_there() ? author : OrNull();
  auto number = after.published ? OrNull(after.published->number) : OrNull();
  auto stars = after.published ? OrNull(after.published->stars) : OrNull();
  auto public_at = after.published ? OrNull(to_sql(after.public_at)) : OrNull();
  auto replied_at = after.reply.empty() ? OrNull() : OrNull(to_sql(after.replied_at));
  soci::statement update =
      (tx.sql().prepare << R"sql(
          UPDATE reviews_reviews
             SET version = version + 1, author_id = :author, live_author = :live, state = :state, latest = :latest,
                 changed_at = :changed_at, public_revision = :number, public_stars = :stars, public_at = :public_at,
                 reply = :reply, replied_at = :replied_at
           WHERE id = :id AND version = :version)sql",
       soci::use(author.value, author.indicator, "author"), soci::use(live.value, live.indicator, "live"),
       soci::use(state, "state"), soci::use(latest, "latest"), soci::use(changed_at, "changed_at"),
       soci::use(number.value, number.indicator, "number"), soci::use(stars.value, stars.indicator, "stars"),
       soci::use(public_at.value, public_at.indicator, "public_at"), soci::use(after.reply, "reply"),
       soci::use(replied_at.value, replied_at.indicator, "replied_at"), soci::use(id, "id"),
       soci::use(version, "version"));
  if (affected_rows(update) != 1) return false;
  SqlTotals::change(tx, before.subject, before.published ? before.published->stars : 0,
                    after.published ? after.published->stars : 0);
  return true;
}

void SqlReviews::erase(Transaction& tx, ReviewId id) {
  const auto review = to_sql(id);
  tx.sql() << "DELETE FROM reviews_reviews WHERE id = :id", soci::use(review, "id");
}

}  // namespace reviews
