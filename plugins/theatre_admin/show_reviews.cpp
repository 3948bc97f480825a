#include "show_reviews.hpp"

#include <algorithm>

#include <reviews/review_data.hpp>

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kKind = "show";

reviews::Subject subject_of(const Show& show) {
  const auto id = static_cast<std::int64_t>(show.id);
  return {id, show.title, "/shows/" + std::to_string(id)};
}

}  // namespace

void ShowReviews::connect(reviews::Reviews& reviews) {
  reviews_ = &reviews;
  reviews.add(kind());
}

reviews::SubjectKind ShowReviews::kind() const {
  constexpr int kMostOffered = 200;
  reviews::SubjectKind kind;
  kind.name = kKind;
  kind.label = _("Show");
  kind.why_not = _("Students can review a show once it has begun.");
  kind.find = [this](Transaction& tx, const std::vector<std::int64_t>& ids) {
    std::map<std::int64_t, reviews::Subject> found;
    for (const auto& show : rows_.find(tx, ids)) {
      if (!show.draft) found.emplace(static_cast<std::int64_t>(show.id), subject_of(show));
    }
    return found;
  };
  kind.reviewable = [this](Transaction& tx, const Visitor& visitor) {
    std::vector<reviews::Subject> subjects;
    if (!visitor.has_role("student")) return subjects;
    for (const auto& show : rows_.past(tx, clock_.now(), std::nullopt, kMostOffered)) {
      subjects.push_back(subject_of(show));
    }
    std::sort(subjects.begin(), subjects.end(), [](const auto& a, const auto& b) { return a.title < b.title; });
    return subjects;
  };
  kind.may_review = [this](Transaction& tx, const Visitor& visitor, std::int64_t id) {
    const auto show = rows_.find(tx, ShowId{id});
    return visitor.has_role("student") && show && has_begun(*show);
  };
  return kind;
}

std::map<ShowId, json> ShowReviews::ratings(const std::vector<Show>& shows) const {
  std::map<ShowId, json> found;
  if (!reviews_ || shows.empty()) return found;
  std::vector<std::int64_t> ids;
  for (const auto& show : shows) ids.push_back(static_cast<std::int64_t>(show.id));
  const auto ratings = database_.read_single([&](Transaction& tx) { return reviews_->ratings(tx, kKind, ids); });
  for (const auto& [id, rating] : ratings) found.emplace(ShowId{id}, reviews::rating_data(rating));
  return found;
}

json ShowReviews::of(const Show& show, const Visitor& visitor) const {
  constexpr int kShown = 3;
  if (!reviews_ || !has_begun(show)) return nullptr;
  const auto id = static_cast<std::int64_t>(show.id);
  auto data = database_.read([&](Transaction& tx) {
    json read{{"newest", json::array()}};
    const auto ratings = reviews_->ratings(tx, kKind, {id});
    if (const auto rating = ratings.find(id); rating != ratings.end()) {
      read["rating"] = reviews::rating_data(rating->second);
      for (const auto& review : reviews_->newest(tx, kKind, id, kShown)) {
        read["newest"].push_back(reviews::review_data(review));
      }
    }
    return read;
  });
  const auto subject = std::string(kKind) + ":" + std::to_string(id);
  data["all_url"] = "/reviews?subject=" + subject;
  data["write_url"] = visitor.has_role("student") ? "/reviews/new?subject=" + subject : "";
  return data;
}

}  // namespace theatre_admin
