// /reviews for everybody, reporting one of them, and a panel of the home page. Thread-safe.
#pragma once

#include <callboard/rate_limiter.hpp>
#include <callboard/router.hpp>
#include <callboard/view.hpp>

#include "published.hpp"
#include "reporting.hpp"

namespace reviews {

class PublicPages {
 public:
  struct Parts {
    callboard::View& view;
    const Published& published;
    const Reporting& reporting;
    callboard::RateLimiter& limiter;
  };
  explicit PublicPages(const Parts& parts) : parts_(parts) {}

  void add_routes(callboard::Routes& routes);
  // Null where there is no good review.
  nlohmann::json home_panel(const callboard::Visitor& visitor) const;

 private:
  // ?subject=show:7, ?sort=newest|best|worst, ?stars=1…5, ?after=CURSOR
  callboard::Response list(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response ask_reason(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response report(const callboard::Request& request, const callboard::Visitor& visitor) const;

  Parts parts_;
};

}  // namespace reviews
