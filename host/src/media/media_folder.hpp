// The folder of stored files: where a name lies, and how a file gets there and away. Thread-safe, and safe
// among processes and hosts that share the folder (its lock is flock's).
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "callboard/form.hpp"
#include "callboard/services.hpp"
#include "process/unique_fd.hpp"

namespace callboard::host {

// Holds the folder's lock. Storing shares it, removing has it alone: so a file that was just stored again is never
// the one that a removal, begun before, takes away. It goes with the process, however that ends.
class MediaLock {
 public:
  enum class Mode { Shared, Alone };
  // Throws Unavailable where it cannot be had in time.
  MediaLock(const std::filesystem::path& folder, Mode mode, std::chrono::milliseconds bound);
  ~MediaLock();
  MediaLock(const MediaLock&) = delete;
  MediaLock& operator=(const MediaLock&) = delete;

 private:
  int descriptor_ = -1;
};

// A file from elsewhere that is about to be stored: synced, and ours alone until this goes.
struct TakenFile {
  UniqueFd lock;
  std::filesystem::path from;
  std::filesystem::path ready;                // in the folder's file system: the file itself, or a copy
  std::shared_ptr<const TemporaryFile> copy;  // or null
  std::string name;                           // as name_of() would have it
  std::uint64_t size = 0;
};

class MediaFolder {
 public:
  explicit MediaFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // "3f/3f9a….webp" of the content. Throws std::invalid_argument for an ending that is not 1 to 10 small letters
  // and digits.
  static std::string name_of(std::string_view content, std::string_view ending);
  // Exactly what name_of() makes.
  static bool is_name(std::string_view name);

  MediaLock lock(MediaLock::Mode mode) const;

  // Writes the content beside the stored files and syncs it. Throws Unavailable, with nothing left behind.
  std::shared_ptr<const TemporaryFile> write(std::string_view content) const;
  // The same for a file that is there already, which is read but never held in memory. Throws NotFound, and
  // Unavailable while somebody appends to it; it stays where it is.
  TakenFile take(const std::filesystem::path& file, std::string_view ending) const;
  // Gives it its name and syncs the folder: from then on it is there, whole, and nowhere else. Under the lock.
  void adopt(const TemporaryFile& file, const std::string& name) const { adopt(file.path(), name); }
  void adopt(const TakenFile& file) const;
  // Where a name lies.
  std::filesystem::path path_of(std::string_view name) const { return folder_ / name; }
  // Nothing happens where it is gone already. Under the lock, alone. Throws Unavailable.
  void remove(const std::string& name) const;

  // The stored files of one of the 256 folders (0 to 255) that were not written since `before`.
  std::vector<std::string> older(int folder, Time before) const;
  // Temporary files that were not written since `before`, below the folder.
  std::vector<std::string> unfinished(Time before) const;
  // What lies among the stored files under a name that none of them has, below the folder.
  std::vector<std::string> foreign() const;
  // Removes temporary files that were not written since `before`: a crash left them.
  int remove_unfinished(Time before) const;

 private:
  std::shared_ptr<const TemporaryFile> copied(int from) const;
  void adopt(const std::filesystem::path& file, const std::string& name) const;

  std::filesystem::path folder_;
};

}  // namespace callboard::host
