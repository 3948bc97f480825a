// Parts of pages that are the same for many readers, filled in once and kept while what they show stays the same.
// Thread-safe.
#pragma once

#include <chrono>
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

  // What many ask for at the same moment need not be compared with the database for each of them: of a key that was
  // asked for `kBusy` times within the last `kMoment`, what was found valid within that time. Null otherwise, so that
  // whoever comes back to a page after he changed something sees it; ask by find() then.
  Html find_busy(const std::string& key, std::chrono::steady_clock::time_point now);
  static constexpr std::chrono::milliseconds kMoment{50};
  static constexpr int kBusy = 20;
  // Forgets the one that was asked for longest ago where there are too many.
  Html keep(const std::string& key, std::string stamp, std::string html);

 private:
  static constexpr std::size_t kMost = 48;  // some tens of KiB each

  struct Part {
    std::string key, stamp;
    Html html;
    std::chrono::steady_clock::time_point moment{};  // when the present moment began, with a comparison
    int asked = 0;                                   // since then
    bool busy = false;                               // the moment before was
  };
  std::mutex mutex_;
  std::list<Part> parts_;  // the one that was asked for last first
  std::unordered_map<std::string, std::list<Part>::iterator> by_key_;
};

}  // namespace courses
