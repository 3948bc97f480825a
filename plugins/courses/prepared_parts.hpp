// Parts of pages that are the same for many readers, filled in once and kept while what they show stays the same.
// Thread-safe.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace courses {

class PreparedParts {
 public:
  using Html = std::shared_ptr<const std::string>;

  // Of that key, if it was put in under the same stamp; null otherwise.
  Html find(const std::string& key, const std::string& stamp);
  // Forgets the one that was asked for longest ago where there are too many.
  Html keep(const std::string& key, std::string stamp, std::string html);

 private:
  static constexpr std::size_t kMost = 48;  // some tens of KiB each

  struct Part {
    std::string key, stamp;
    Html html;
  };
  std::mutex mutex_;
  std::list<Part> parts_;  // the one that was asked for last first
  std::unordered_map<std::string, std::list<Part>::iterator> by_key_;
};

}  // namespace courses
