// What plugins may know of the site as a whole. The configuration says it first; what administrators may set while the
// site runs lies in the database, and what they set counts.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "callboard/api.hpp"
#include "callboard/database.hpp"
#include "callboard/services.hpp"

namespace callboard {

struct SiteInfo {
  std::string name;  // the school's
  std::string url;   // the public address without a slash at its end, for links in mails; the configuration's alone
  std::string time_zone;      // IANA name
  std::string logo = {};      // a stored picture's name (media.hpp), or empty
  std::string contacts = {};  // lines of plain text, or empty
  std::string privacy = {};   // lines of plain text that are accepted at registration, or empty
  Time privacy_since = {};    // when that text was last changed
};

// The present SiteInfo, and a way to change it. Thread-safe.
class CALLBOARD_API Site {
 public:
  virtual ~Site();

  // Costs no database access. What an administrator changes is seen by every process of this host with its next
  // request, and by other hosts within seconds.
  virtual std::shared_ptr<const SiteInfo> info() const = 0;

  // As stored, with its version; for a form.
  struct Stored {
    SiteInfo info;
    std::int64_t version = 0;
  };
  virtual Stored stored(Transaction& tx) const = 0;
  // All but the address. Throws Conflict where the version is another by now. Call changed() once it is committed.
  virtual void store(Transaction& tx, const SiteInfo& info, std::int64_t version) = 0;
  virtual void changed() = 0;
};

}  // namespace callboard
