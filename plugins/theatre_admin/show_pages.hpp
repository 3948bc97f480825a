// /shows and below: the playbill for everybody, and its part of the home page. Thread-safe.
#pragma once

#include <callboard/media.hpp>
#include <callboard/site.hpp>
#include <callboard/view.hpp>

#include "show_reviews.hpp"
#include "shows.hpp"

namespace theatre_admin {

class ShowPages {
 public:
  ShowPages(callboard::View& view, const Shows& shows, const callboard::MediaStore& media, const callboard::Site& site,
            const ShowReviews& reviews)
      : view_(view), shows_(shows), media_(media), site_(site), reviews_(reviews) {}

  // ?past=1: those that were; ?after=TIME-ID: behind that one.
  callboard::Response list(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response show(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response picture(const callboard::Request& request, const callboard::Visitor& visitor) const;
  // Null where there is none to come.
  nlohmann::json home_panel(const callboard::Visitor& visitor) const;

 private:
  callboard::View& view_;
  const Shows& shows_;
  const callboard::MediaStore& media_;
  const callboard::Site& site_;
  const ShowReviews& reviews_;
};

}  // namespace theatre_admin
