// Rate limits in memory, counted as the database counts them, by a clock that the test moves.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "callboard/rate_limiter.hpp"
#include "callboard/services.hpp"

namespace callboard::testing {

class FakeRateLimiter : public RateLimiter {
 public:
  explicit FakeRateLimiter(const Clock& clock) : clock_(clock) {}

  std::chrono::seconds take(const RateLimit& limit, std::string_view key) override {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.now();
    auto& full_at = full_at_.try_emplace({limit.name, std::string(key)}, now).first->second;
    const auto wait = full_at - (now + (limit.burst - 1) * limit.every);
    if (wait > wait.zero()) return std::chrono::ceil<std::chrono::seconds>(wait);
    full_at = std::max(full_at, now) + limit.every;
    return {};
  }
  std::chrono::seconds wait(const RateLimit& limit, std::string_view key) override {
    const std::lock_guard lock(mutex_);
    const auto found = full_at_.find({limit.name, std::string(key)});
    if (found == full_at_.end()) return {};
    const auto wait = found->second - (clock_.now() + (limit.burst - 1) * limit.every);
    return wait > wait.zero() ? std::chrono::ceil<std::chrono::seconds>(wait) : std::chrono::seconds(0);
  }
  void reset(const RateLimit& limit, std::string_view key) override {
    const std::lock_guard lock(mutex_);
    full_at_.erase({limit.name, std::string(key)});
  }
  // Whether anything was taken from this bucket since it was last full.
  bool was_taken(const std::string& name, const std::string& key) const {
    const std::lock_guard lock(mutex_);
    const auto found = full_at_.find({name, key});
    return found != full_at_.end() && found->second > clock_.now();
  }

 private:
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Time> full_at_;
};

}  // namespace callboard::testing
