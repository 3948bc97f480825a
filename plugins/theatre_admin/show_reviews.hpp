// Reviews of shows, where the plugin for reviews is there; without it nothing is shown of them. Thread-safe, but for
// connect().
#pragma once

#include <callboard/registrar.hpp>

#include <reviews/subjects.hpp>

#include "show_repository.hpp"

namespace theatre_admin {

class ShowReviews {
 public:
  ShowReviews(callboard::Database& database, const ShowRepository& rows, const callboard::Clock& clock)
      : database_(database), rows_(rows), clock_(clock) {}

  // Once all plugins have registered: shows can be reviewed by any student, once they have begun.
  void connect(reviews::Reviews& reviews);

  // {"7": …} for {{>reviews/rating}}, of those that have any; one statement.
  std::map<ShowId, nlohmann::json> ratings(const std::vector<Show>& shows) const;
  // {"rating", "newest", "url", "write_url"} for a show that has begun; null without the other plugin.
  nlohmann::json of(const Show& show, const callboard::Visitor& visitor) const;

 private:
  reviews::SubjectKind kind() const;
  bool has_begun(const Show& show) const { return !show.draft && show.starts_at <= clock_.now(); }

  callboard::Database& database_;
  const ShowRepository& rows_;
  const callboard::Clock& clock_;
  reviews::Reviews* reviews_ = nullptr;
};

}  // namespace theatre_admin
