#include "published.hpp"

#include <algorithm>

#include <callboard/errors.hpp>

#include "author_name.hpp"
#include "sql_review_lists.hpp"
#include "sql_totals.hpp"

namespace reviews {

using namespace callboard;

namespace {

std::vector<UserId> authors_of(const std::vector<Review>& reviews) {
  std::vector<UserId> authors;
  for (const auto& review : reviews) {
    if (review.author) authors.push_back(*review.author);
  }
  return authors;
}

std::vector<SubjectRef> subjects_in(const std::vector<Review>& reviews) {
  std::vector<SubjectRef> subjects;
  for (const auto& review : reviews) subjects.push_back(review.subject);
  return subjects;
}

Cursor behind(const Review& review) {
  return {review.published->stars, review.public_at.time_since_epoch().count(), static_cast<std::int64_t>(review.id)};
}

}  // namespace

std::map<std::int64_t, Rating> Published::ratings(Transaction& tx, const std::string& kind,
                                                  const std::vector<std::int64_t>& ids) const {
  return SqlTotals::of(tx, kind, ids);
}

std::vector<PublicReview> Published::newest(Transaction& tx, const std::string& kind, std::int64_t id, int most) const {
  const auto reviews = SqlReviewLists::newest(tx, SubjectRef{kind, id}, 0, {}, most);
  const auto people = people_.names(tx, authors_of(reviews));
  std::vector<PublicReview> found;
  for (const auto& review : reviews) {
    const auto person = review.author ? people.find(*review.author) : people.end();
    found.push_back({person == people.end() ? "" : public_name(person->second), review.published->stars,
                     review.published->text, review.public_at, review.reply, review.published->is_edit(),
                     static_cast<std::int64_t>(review.id)});
  }
  return found;
}

// Each number of stars is a list of its own, so that every order is read along an index.
std::vector<Review> Published::rows(Transaction& tx, const PublicQuery& query) const {
  constexpr int kMost = kPage + 1;
  if (query.order == Order::Newest || query.stars > 0) {
    return SqlReviewLists::newest(tx, query.subject, query.stars, query.after, kMost);
  }
  const int last = query.order == Order::Best ? 1 : 5, step = query.order == Order::Best ? -1 : 1;
  const int first = query.after && query.after->stars > 0 ? query.after->stars : 6 - last;
  std::vector<Review> all;
  for (int stars = first; stars != last + step && all.size() < static_cast<std::size_t>(kMost); stars += step) {
    const auto after = stars == first ? query.after : std::nullopt;
    const int wanted = kMost - static_cast<int>(all.size());
    for (auto& review : SqlReviewLists::newest(tx, query.subject, stars, after, wanted))
      all.push_back(std::move(review));
  }
  return all;
}

Published::Page Published::list(const Visitor&, const PublicQuery& query) const {
  return database_.read([&](Transaction& tx) {
    Page page;
    if (query.subject) {
      page.subjects = kinds_.find(tx, {*query.subject});
      if (page.subjects.empty()) throw NotFound("a subject of reviews");
      page.rating = ratings(tx, query.subject->kind, {query.subject->id})[query.subject->id];
    }
    page.reviews = rows(tx, query);
    if (page.reviews.size() > static_cast<std::size_t>(kPage)) {
      page.reviews.resize(kPage);
      page.next = behind(page.reviews.back());
    }
    if (!query.subject) page.subjects = kinds_.find(tx, subjects_in(page.reviews));
    std::erase_if(page.reviews, [&](const auto& review) { return !page.subjects.contains(review.subject); });
    page.people = people_.names(tx, authors_of(page.reviews));
    return page;
  });
}

std::string Published::author_of(Transaction& tx, const Review& review) const {
  if (!review.author) return {};
  const auto people = people_.names(tx, {*review.author});
  return people.empty() ? "" : public_name(people.begin()->second);
}

std::optional<Published::Praise> Published::praise(const Visitor&) const {
  constexpr int kLookedAt = 10, kGood = 4;
  return database_.read([&](Transaction& tx) -> std::optional<Praise> {
    const auto reviews = SqlReviewLists::newest(tx, {}, 0, {}, kLookedAt);
    const auto subjects = kinds_.find(tx, subjects_in(reviews));
    for (const auto& review : reviews) {
      const auto subject = subjects.find(review.subject);
      if (review.published->stars < kGood || subject == subjects.end()) continue;
      return Praise{review, subject->second.subject, author_of(tx, review),
                    ratings(tx, review.subject.kind, {review.subject.id})[review.subject.id]};
    }
    return std::nullopt;
  });
}

}  // namespace reviews
