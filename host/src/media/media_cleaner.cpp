#include "media/media_cleaner.hpp"

#include <algorithm>

namespace callboard::host {
namespace {

constexpr std::chrono::hours kStrayTime{24};
constexpr int kFolders = 256;

}  // namespace

void MediaCleaner::run() {
  const int removed = remove_due();
  const int strays = remove_strays();
  const int unfinished = folder_.remove_unfinished(clock_.now() - kStrayTime);
  if (removed + strays + unfinished == 0) return;
  log_.info("media_removed", {{"unused", removed}, {"strays", strays}, {"unfinished", unfinished}});
}

int MediaCleaner::remove_due() {
  int removed = 0;
  for (const auto& media : rows_.due(clock_.now(), kPortion)) {
    if (remove(media)) ++removed;
  }
  return removed;
}

// Doomed, it can no longer be used; the lock holds back whoever stores the same content again. After a crash the
// doomed row is still due, or stored again.
bool MediaCleaner::remove(const DueMedia& media) {
  const auto lock = folder_.lock(MediaLock::Mode::Alone);
  if (!rows_.doom(media)) return false;
  folder_.remove(media.name);
  rows_.erase(media.name);
  return true;
}

int MediaCleaner::remove_strays() {
  const auto names = folder_.older(next_folder_, clock_.now() - kStrayTime);
  next_folder_ = (next_folder_ + 1) % kFolders;
  int removed = 0;
  for (std::size_t from = 0; from < names.size(); from += kPortion) {
    const auto to = std::min(names.size(), from + kPortion);
    const auto at = [&](std::size_t index) { return names.begin() + static_cast<std::ptrdiff_t>(index); };
    removed += remove_unknown({at(from), at(to)});
  }
  return removed;
}

// Asked under the lock: nobody is between making the row and putting the file there.
int MediaCleaner::remove_unknown(const std::vector<std::string>& names) {
  const auto lock = folder_.lock(MediaLock::Mode::Alone);
  const auto known = rows_.known(names);
  int removed = 0;
  for (const auto& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    folder_.remove(name);
    ++removed;
  }
  return removed;
}

void add_media_job(JobRunner& runner, MediaCleaner& cleaner) {
  runner.add("host.media", {"media", std::chrono::seconds(30), [&cleaner] { cleaner.run(); }});
}

}  // namespace callboard::host
