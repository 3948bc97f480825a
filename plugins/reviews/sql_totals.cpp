#include "sql_totals.hpp"

#include <array>
#include <set>
#include <stdexcept>

#include <callboard/padded_ids.hpp>

#include "sql_review_rows.hpp"

namespace reviews {

using namespace callboard;

namespace {

constexpr std::size_t kMostIds = 1000;
static_assert(kMostIds <= kMostPaddedIds);

// What is added to a row of totals.
struct Difference {
  long long reviews = 0, sum = 0;
  std::array<long long, 5> stars{};

  void add(int with_stars, int times) {
    if (with_stars == 0) return;
    reviews += times;
    sum += static_cast<long long>(times) * with_stars;
    stars.at(static_cast<std::size_t>(with_stars) - 1) += times;
  }
};

long long run_totals(Transaction& tx, const char* text, const SubjectRef& subject, const Difference& by) {
  const long long id = subject.id;
  soci::statement statement = (tx.sql().prepare << text, soci::use(by.reviews, "reviews"), soci::use(by.sum, "sum"),
                               soci::use(by.stars[0], "s1"), soci::use(by.stars[1], "s2"), soci::use(by.stars[2], "s3"),
                               soci::use(by.stars[3], "s4"), soci::use(by.stars[4], "s5"),
                               soci::use(subject.kind, "kind"), soci::use(id, "id"));
  return affected_rows(statement);
}

bool add_to_row(Transaction& tx, const SubjectRef& subject, const Difference& by) {
  return run_totals(tx, R"sql(
      UPDATE reviews_totals
         SET reviews = reviews + :reviews, stars_sum = stars_sum + :sum, stars1 = stars1 + :s1, stars2 = stars2 + :s2,
             stars3 = stars3 + :s3, stars4 = stars4 + :s4, stars5 = stars5 + :s5
       WHERE subject_kind = :kind AND subject_id = :id)sql",
                    subject, by) == 1;
}

bool add_row(Transaction& tx, const SubjectRef& subject, const Difference& by) {
  return unless_taken([&] {
    run_totals(tx, R"sql(
        INSERT INTO reviews_totals (reviews, stars_sum, stars1, stars2, stars3, stars4, stars5, subject_kind, subject_id)
        VALUES (:reviews, :sum, :s1, :s2, :s3, :s4, :s5, :kind, :id))sql",
               subject, by);
  });
}

// The same columns from the reviews themselves.
constexpr const char* kTruth = R"sql(
    SELECT subject_kind, subject_id, COUNT(*) AS reviews, SUM(public_stars) AS stars_sum,
           SUM(CASE WHEN public_stars = 1 THEN 1 ELSE 0 END) AS stars1,
           SUM(CASE WHEN public_stars = 2 THEN 1 ELSE 0 END) AS stars2,
           SUM(CASE WHEN public_stars = 3 THEN 1 ELSE 0 END) AS stars3,
           SUM(CASE WHEN public_stars = 4 THEN 1 ELSE 0 END) AS stars4,
           SUM(CASE WHEN public_stars = 5 THEN 1 ELSE 0 END) AS stars5
      FROM reviews_reviews WHERE public_stars IS NOT NULL GROUP BY subject_kind, subject_id)sql";

void collect_subjects(Transaction& tx, const std::string& text, std::set<SubjectRef>& subjects) {
  std::string kind;
  long long id = 0;
  soci::statement select = (tx.sql().prepare << text, soci::into(kind), soci::into(id));
  select.execute();
  while (select.fetch()) subjects.insert({kind, id});
}

// Asked with every list of things that have reviews, for as many as it shows.
template <std::size_t Count>
class TotalsOf : public Kept {
 public:
  explicit TotalsOf(Transaction& tx) : statement_(tx.sql()) {
    for (auto* number : {&id_, &count_, &sum_}) statement_.exchange(soci::into(*number));
    for (auto& number : stars_) statement_.exchange(soci::into(number));
    statement_.exchange(soci::use(kind_));
    ids_.bind(statement_);
    statement_.alloc();
    statement_.prepare(SqlTotals::of_statement(PaddedIds<Count>::placeholders()));
    statement_.define_and_bind();
  }

  void read(const std::string& kind, const std::vector<std::int64_t>& ids, std::map<std::int64_t, Rating>& found) {
    kind_ = kind;
    ids_.set(ids);
    statement_.execute();
    while (statement_.fetch()) {
      if (count_ < 1) continue;
      Rating rating;
      rating.count = count_;
      rating.average = static_cast<double>(sum_) / static_cast<double>(count_);
      std::copy(stars_.begin(), stars_.end(), rating.stars.begin());
      found.emplace(id_, rating);
    }
  }

 private:
  long long id_ = 0, count_ = 0, sum_ = 0;
  std::array<long long, 5> stars_{};
  std::string kind_;
  PaddedIds<Count> ids_;
  soci::statement statement_;
};

}  // namespace

void SqlTotals::change(Transaction& tx, const SubjectRef& subject, int before, int after) {
  if (before == after) return;
  Difference by;
  by.add(before, -1);
  by.add(after, 1);
  if (add_to_row(tx, subject, by) || add_row(tx, subject, by)) return;
  // Somebody else made the row just now.
  if (!add_to_row(tx, subject, by)) throw std::logic_error("no row for the totals of " + subject.kind);
}

std::map<std::int64_t, Rating> SqlTotals::of(Transaction& tx, const std::string& kind,
                                             const std::vector<std::int64_t>& ids) {
  if (ids.size() > kMostIds) throw std::logic_error("too many ratings asked for at once");
  std::map<std::int64_t, Rating> found;
  if (ids.empty()) return found;
  with_places(ids.size(), [&](auto places) { tx.kept<TotalsOf<places>>().read(kind, ids, found); });
  return found;
}

std::string SqlTotals::of_statement(const std::string& ids) {
  return "SELECT subject_id, reviews, stars_sum, stars1, stars2, stars3, stars4, stars5 FROM reviews_totals "
         "WHERE subject_kind = :kind AND subject_id IN (" +
         ids + ")";
}

std::vector<SubjectRef> SqlTotals::wrong(Transaction& tx) {
  std::set<SubjectRef> subjects;
  collect_subjects(tx, "SELECT w.subject_kind, w.subject_id FROM (" + std::string(kTruth) + R"sql() w
      LEFT JOIN reviews_totals t ON t.subject_kind = w.subject_kind AND t.subject_id = w.subject_id
     WHERE t.reviews IS NULL OR t.reviews <> w.reviews OR t.stars_sum <> w.stars_sum OR t.stars1 <> w.stars1
        OR t.stars2 <> w.stars2 OR t.stars3 <> w.stars3 OR t.stars4 <> w.stars4 OR t.stars5 <> w.stars5)sql",
                   subjects);
  collect_subjects(tx, R"sql(
      SELECT t.subject_kind, t.subject_id FROM reviews_totals t
       WHERE (t.reviews <> 0 OR t.stars_sum <> 0 OR t.stars1 <> 0 OR t.stars2 <> 0 OR t.stars3 <> 0 OR t.stars4 <> 0
              OR t.stars5 <> 0)
         AND NOT EXISTS (SELECT 1 FROM reviews_reviews r WHERE r.subject_kind = t.subject_kind
                            AND r.subject_id = t.subject_id AND r.public_stars IS NOT NULL))sql",
                   subjects);
  return {subjects.begin(), subjects.end()};
}

void SqlTotals::rebuild(Transaction& tx) {
  tx.sql() << "DELETE FROM reviews_totals";
  tx.sql()
      << "INSERT INTO reviews_totals (subject_kind, subject_id, reviews, stars_sum, stars1, stars2, stars3, stars4, "
         "stars5) " +
             std::string(kTruth);
}

}  // namespace reviews
