// What the site shows of itself: its logo, and the privacy notice that people accept when they register. Thread-safe.
#pragma once

#include "callboard/media.hpp"
#include "callboard/site.hpp"
#include "callboard/view.hpp"

namespace callboard::host {

class SiteInfoPages {
 public:
  SiteInfoPages(const Site& site, const View& view, const MediaStore& media)
      : site_(site), view_(view), media_(media) {}

  // NotFound where there is none, both.
  Response logo() const;
  Response privacy() const;

 private:
  const Site& site_;
  const View& view_;
  const MediaStore& media_;
};

// Where the logo lies, with the name of its content, so that a browser may keep it for good; empty without one.
std::string logo_url(const SiteInfo& site);

}  // namespace callboard::host
