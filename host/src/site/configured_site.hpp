// The site as the configuration describes it.
#pragma once

#include "callboard/site.hpp"
#include "config/settings.hpp"

namespace callboard::host {

class ConfiguredSite : public Site {
 public:
  explicit ConfiguredSite(const SiteSettings& settings)
      : info_(std::make_shared<const SiteInfo>(SiteInfo{settings.name, settings.url, settings.time_zone})) {}

  std::shared_ptr<const SiteInfo> info() const override { return info_; }
  Stored stored(Transaction&) const override { return {*info_, 0}; }
  void store(Transaction&, const SiteInfo&, std::int64_t) override {}
  void changed() override {}

 private:
  std::shared_ptr<const SiteInfo> info_;
};

}  // namespace callboard::host
