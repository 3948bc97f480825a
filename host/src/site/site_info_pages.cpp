#include "site/site_info_pages.hpp"

#include "callboard/moment.hpp"

namespace callboard::host {

Response SiteInfoPages::logo() const {
  const auto site = site_.info();
  if (site->logo.empty()) throw NotFound("the logo");
  auto response = media_.send(site->logo, "image/webp");
  response.headers().set("Cache-Control", "public, max-age=31536000, immutable");
  return response;
}

Response SiteInfoPages::privacy() const {
  const auto site = site_.info();
  if (site->privacy.empty()) throw NotFound("the privacy notice");
  return view_.render("host/privacy",
                      {{"text", site->privacy}, {"since", moment(site->privacy_since, MomentStyle::Date)}});
}

std::string logo_url(const SiteInfo& site) {
  constexpr std::size_t kFolder = 3, kDigits = 12;  // "3f/3f9a…"
  return site.logo.size() < kFolder + kDigits ? "" : "/site/logo?v=" + site.logo.substr(kFolder, kDigits);
}

}  // namespace callboard::host
