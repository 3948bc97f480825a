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
  subjects.reserve(reviews.size());
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
std::vector<Review> Published::rows(Transaction& tx, const PublicQuery& query, int most) const {
  if (query.order == Order::Newest || query.stars > 0) {
    return SqlReviewLists::newest(tx, query.subject, query.stars, query.after, most);
  }
  const int last = query.order == Order::Best ? 1 : 5, step = query.order == Order::Best ? -1 : 1;
  const int first = query.after && query.after->stars > 0 ? query.after->stars : 6 - last;
  std::vector<Review> all;
  for (int stars = first; stars != last + step && all.size() < static_cast<std::size_t>(most); stars += step) {
    const auto after = stars == first ? query.after : std::nullopt;
    const int wanted = most - static_cast<int>(all.size());
    for (auto& review : SqlReviewLists::newest(tx, query.subject, stars, after, wanted))
      all.push_back(std::move(review));
  }
  return all;
}

// Only the plugins know what nobody may see any more, so what they leave out is made up for by reading on. Where nearly
// everything is hidden the page is short, and the next one begins where this one stopped.
void Published::fill(Transaction& tx, PublicQuery query, Page& page) const {
  constexpr int kOnwards = 100, kLooks = 10;
  constexpr std::size_t kMost = kPage;
  for (int look = 0, most = kPage + 1; look < kLooks; ++look, most = kOnwards) {
    const auto found = rows(tx, query, most);
    if (!query.subject) page.subjects.merge(kinds_.find(tx, subjects_in(found)));
    for (const auto& review : found) {
      if (!page.subjects.contains(review.subject)) continue;
      if (page.reviews.size() == kMost) {
        page.next = behind(page.reviews.back());
        return;
      }
      page.reviews.push_back(review);
    }
    page.next.reset();
    if (found.size() < static_cast<std::size_t>(most)) return;
    page.next = query.after = behind(found.back());
  }
}

Published::Page Published::list(const Visitor&, const PublicQuery& query) const {
  return database_.read([&](Transaction& tx) {
    Page page;
    if (query.subject) {
      page.subjects = kinds_.find(tx, {*query.subject});
      if (page.subjects.empty()) throw NotFound("a subject of reviews");
      page.rating = ratings(tx, query.subject->kind, {query.subject->id})[query.subject->id];
    }
    fill(tx, query, page);
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
