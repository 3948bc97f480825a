// Whether a browser sent a request because another site told it to. Immutable; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "callboard/http.hpp"

namespace callboard::host {

class SameOrigin {
 public:
  // The site's public address: "https://school.example".
  explicit SameOrigin(std::string_view site_url);

  // True where Sec-Fetch-Site or Origin says that another site is behind it. A client that sends
  // neither is no browser of these days; the CSRF token is for those.
  bool refuses(const Request& request) const;

 private:
  std::string site_;
};

// The request carries a Bearer token. No page of another site can make a browser send one.
bool has_bearer_token(const Request& request);

}  // namespace callboard::host
