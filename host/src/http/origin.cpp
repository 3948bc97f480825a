#include "http/origin.hpp"

#include <strings.h>

namespace callboard::host {

SameOrigin::SameOrigin(std::string_view site_url) {
  const auto scheme = site_url.find("://");
  const auto host = scheme == std::string_view::npos ? 0 : scheme + 3;
  site_ = site_url.substr(0, site_url.find('/', host));
}

bool SameOrigin::refuses(const Request& request) const {
  const auto origin = request.header("Origin");
  const bool ours =
      origin && (*origin == site_ || *origin == (request.head().secure ? "https://" : "http://") + request.head().host);
  if (ours) return false;
  if (const auto fetch_site = request.header("Sec-Fetch-Site"))
    return *fetch_site != "same-origin" && *fetch_site != "none";
  return origin.has_value();
}

bool has_bearer_token(const Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const auto authorization = request.header("Authorization");
  return authorization && authorization->size() > kScheme.size() &&
         strncasecmp(authorization->data(), kScheme.data(), kScheme.size()) == 0;
}

}  // namespace callboard::host
