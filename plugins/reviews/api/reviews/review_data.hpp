// Ratings and reviews as the shared partials of templates/reviews show them, for pages of other plugins:
//
//   data["rating"] = rating_data(rating); {{#if_rating}}{{#rating}}{{>reviews/rating}}{{/rating}}{{/if_rating}}
//   data["reviews"].push_back(review_data(review));   {{#reviews}}{{>reviews/short_review}}{{/reviews}}
//
// Pure functions; thread-safe.
#pragma once

#include <cmath>

#include <nlohmann/json.hpp>

#include <callboard/moment.hpp>

#include "subjects.hpp"

namespace reviews {

// "★★★★☆".
inline std::string stars_text(int stars) {
  std::string text;
  for (int star = 1; star <= 5; ++star) text += star <= stars ? "★" : "☆";
  return text;
}

// "4.3", with a comma in Russian.
inline callboard::Text average_text(double average) {
  const auto tenths = std::lround(average * 10);
  return callboard::_("{whole}.{tenth}").with("whole", tenths / 10).with("tenth", tenths % 10);
}

// For {{>reviews/stars}}.
inline nlohmann::json stars_data(int stars) {
  return {{"stars_text", stars_text(stars)},
          {"stars_label", callboard::plural("{count} of 5 stars", "{count} of 5 stars", stars).with("count", stars)}};
}

// For {{>reviews/rating}}: null without a review.
inline nlohmann::json rating_data(const Rating& rating) {
  if (rating.count < 1) return nullptr;
  auto data = stars_data(static_cast<int>(std::lround(rating.average)));
  data["average"] = average_text(rating.average);
  data["count"] = callboard::plural("{count} review", "{count} reviews", rating.count).with("count", rating.count);
  return data;
}

// For {{>reviews/short_review}}.
inline nlohmann::json review_data(const PublicReview& review) {
  auto data = stars_data(review.stars);
  data["author"] = review.author;
  data["text"] = review.text;
  data["at"] = callboard::moment(review.at, callboard::MomentStyle::Date);
  data["reply"] = review.reply;
  data["edited"] = review.edited;
  return data;
}

}  // namespace reviews
