// A site for tests, whose values a test sets.
#pragma once

#include "callboard/site.hpp"

namespace callboard::testing {

class FixedSite : public Site {
 public:
  SiteInfo value{"Theatre school", "http://localhost:8080", "Europe/Moscow"};
  int changes = 0;  // how often changed() was called

  std::shared_ptr<const SiteInfo> info() const override { return std::make_shared<const SiteInfo>(value); }
  Stored stored(Transaction&) const override { return {value, version_}; }
  void store(Transaction&, const SiteInfo& info, std::int64_t version) override {
    if (version != version_) throw Conflict("the site's version is another by now");
    const auto url = value.url;
    value = info;
    value.url = url;
    ++version_;
  }
  void changed() override { ++changes; }

 private:
  std::int64_t version_ = 1;
};

}  // namespace callboard::testing
