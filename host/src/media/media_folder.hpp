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
  // Gives it its name and syncs the folder: from then on it is there, whole. Under the lock.
  void adopt(const TemporaryFile& file, const std::string& name) const;
  // Nothing happens where it is gone already. Under the lock, alone. Throws Unavailable.
  void remove(const std::string& name) const;

  // The stored files of one of the 256 folders (0 to 255) that were not written since `before`.
  std::vector<std::string> older(int folder, Time before) const;
  // Removes temporary files that were not written since `before`: a crash left them.
  int remove_unfinished(Time before) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace callboard::host
