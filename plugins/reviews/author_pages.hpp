// One's own reviews: /reviews/new, /reviews/mine, /reviews/{id}/edit. Thread-safe.
#pragma once

#include <callboard/rate_limiter.hpp>
#include <callboard/router.hpp>
#include <callboard/view.hpp>

#include "writing.hpp"

namespace reviews {

class AuthorPages {
 public:
  AuthorPages(callboard::View& view, const Writing& writing, callboard::RateLimiter& limiter)
      : view_(view), writing_(writing), limiter_(limiter) {}

  void add_routes(callboard::Routes& routes);

 private:
  callboard::Response blank(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response write(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response mine(const callboard::Visitor& visitor) const;
  callboard::Response edit(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response revise(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response withdraw(const callboard::Request& request, const callboard::Visitor& visitor) const;
  // How long until this visitor may write again.
  std::chrono::seconds wait(const callboard::Visitor& visitor) const;

  callboard::View& view_;
  const Writing& writing_;
  callboard::RateLimiter& limiter_;
};

}  // namespace reviews
