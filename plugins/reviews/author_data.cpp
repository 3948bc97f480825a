#include "author_data.hpp"

#include <limits>

#include <fmt/chrono.h>

#include "sql_author_data.hpp"
#include "sql_reviews.hpp"
#include "words.hpp"

namespace reviews {

using namespace callboard;
using nlohmann::json;

namespace {

// RFC 3339.
std::string iso(Time time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time))));
}

std::vector<Review> all_of(Transaction& tx, UserId user) {
  return SqlReviews::of_author(tx, user, std::numeric_limits<int>::max());
}

json revisions_of(Transaction& tx, const Review& review) {
  auto all = json::array();
  for (const auto& revision : SqlReviews::revisions(tx, review.id)) {
    all.push_back({{"at", iso(revision.at)},
                   {"stars", revision.stars},
                   {"text", revision.text},
                   {"edited_by_the_school", revision.is_edit()}});
  }
  return all;
}

}  // namespace

PersonalData AuthorData::part() const {
  return {"reviews", [this](Transaction& tx, UserId user) { return collect(tx, user); }, &AuthorData::erase};
}

json AuthorData::collect(Transaction& tx, UserId user) const {
  auto written = json::array();
  for (const auto& review : all_of(tx, user)) {
    const auto subject = kinds_.find(tx, {review.subject});
    written.push_back({{"about", text_of(review.subject)},
                       {"title", subject.empty() ? "" : subject.begin()->second.subject.title},
                       {"state", name_of(review.state)},
                       {"public", review.is_public()},
                       {"reply", review.reply},
                       {"texts", revisions_of(tx, review)}});
  }
  auto reported = json::array();
  for (const auto& [id, report] : SqlAuthorData::reports_by(tx, user)) {
    reported.push_back({{"review", static_cast<std::int64_t>(id)}, {"reason", report.reason}, {"at", iso(report.at)}});
  }
  if (written.empty() && reported.empty()) return nullptr;
  return {{"written", std::move(written)}, {"reported", std::move(reported)}};
}

void AuthorData::erase(Transaction& tx, UserId user) {
  for (const auto& before : all_of(tx, user)) {
    if (!before.is_public()) {
      // Not deleted as it was read: somebody may have approved it since, and its stars would be counted for ever.
      if (!SqlReviews::save(tx, before, before)) throw Conflict("a review of a leaver was changed at the same time");
      SqlReviews::erase(tx, before.id);
      continue;
    }
    auto after = before;
    after.author.reset();
    after.state = State::Approved;
    after.latest = *before.published;
    if (!SqlReviews::save(tx, before, after)) throw Conflict("a review of a leaver was changed at the same time");
    SqlAuthorData::forget_words(tx, before.id, before.published->number);
  }
  SqlAuthorData::forget_deeds(tx, user);
}

}  // namespace reviews
