// The row with what administrators set about the site. Each function runs inside the caller's transaction; thread-safe.
#pragma once

#include <cstdint>
#include <optional>

#include "callboard/site.hpp"

namespace callboard::host {

class SqlSite {
 public:
  static std::int64_t version(Transaction& tx);              // 0 where there is no row
  static std::optional<Site::Stored> find(Transaction& tx);  // without the address
  // False where there is a row already.
  static bool add(Transaction& tx, const SiteInfo& info);
  // False where its version is another.
  static bool change(Transaction& tx, const SiteInfo& info, std::int64_t version);
};

}  // namespace callboard::host
