// What plugins may know of the site as a whole. Immutable.
#pragma once

#include <string>

namespace callboard {

struct SiteInfo {
  std::string name;
  std::string url;        // the public address without a slash at its end, for links in mails
  std::string time_zone;  // IANA name
};

}  // namespace callboard
