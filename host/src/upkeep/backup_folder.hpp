// Where the backups lie: a folder of the data folder, a file each. What is being made has another name, so whatever has
// a backup's name is whole. Thread-safe.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "callboard/database.hpp"
#include "callboard/upkeep.hpp"
#include "process/unique_fd.hpp"

namespace callboard::host {

class BackupFolder {
 public:
  explicit BackupFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // The one that makes a backup. Held until the end of its scope, or of its process.
  class Turn {
   public:
    Turn(UniqueFd file, std::filesystem::path folder) : file_(std::move(file)), folder_(std::move(folder)) {}
    Turn(Turn&&) noexcept = default;
    Turn& operator=(Turn&&) = delete;
    ~Turn();
    // A file to be made, and room for another on the way there. Both are gone when the turn ends.
    std::filesystem::path part() const { return folder_ / ".part.gz"; }
    std::filesystem::path scratch() const { return folder_ / ".part.sqlite"; }

   private:
    friend class BackupFolder;
    UniqueFd file_;
    std::filesystem::path folder_;
  };

  // Makes the folder where it is not there. What a crash left behind is removed. Throws Conflict while somebody else
  // has the turn, Unavailable where there can be no folder.
  Turn turn() const;
  // Gives the part, which is complete and synced, its name.
  Backup publish(const Turn& turn, Time now, Engine engine) const;
  // Leaves the newest `kept`.
  void prune(std::size_t kept) const;

  // The newest first.
  std::vector<Backup> all() const;
  std::filesystem::path path_of(std::string_view name) const { return folder_ / name; }
  // Whether it is a name that a backup may have, which no path is.
  static bool is_name(std::string_view name);
  bool has(std::string_view name) const;
  bool remove(std::string_view name) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace callboard::host
