#include "prepared_parts.hpp"

#include <utility>

namespace courses {

PreparedParts::Html PreparedParts::find(const std::string& key, const std::string& stamp) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end() || found->second->stamp != stamp) return nullptr;
  parts_.splice(parts_.begin(), parts_, found->second);
  return found->second->html;
}

PreparedParts::Html PreparedParts::find_busy(const std::string& key, std::chrono::steady_clock::time_point now) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  Part& part = *found->second;
  ++part.asked;
  const auto since = now - part.moment;
  if (since < kMoment) return part.busy ? part.html : nullptr;
  part.busy = part.asked >= kBusy && since < 2 * kMoment;
  part.moment = now;
  part.asked = 0;
  return nullptr;
}

PreparedParts::Html PreparedParts::keep(const std::string& key, std::string stamp, std::string html) {
  auto kept = std::make_shared<const std::string>(std::move(html));
  const std::lock_guard lock(mutex_);
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    parts_.erase(found->second);
    by_key_.erase(found);
  }
  parts_.push_front({key, std::move(stamp), kept, {}, 0, false});
  by_key_.emplace(key, parts_.begin());
  if (parts_.size() > kMost) {
    by_key_.erase(parts_.back().key);
    parts_.pop_back();
  }
  return kept;
}

}  // namespace courses
