// Says whether the host runs: a lock on a file of the data folder, which all its processes hold together and the kernel
// takes from those that die, however they do. The command that restores a backup holds it alone.
#pragma once

#include <filesystem>
#include <optional>

#include "process/unique_fd.hpp"

namespace callboard::host {

class HostLock {
 public:
  // For a host that starts; its children inherit it. Nothing while a backup is being restored.
  static std::optional<HostLock> of_a_host(const std::filesystem::path& data_dir);
  // For the only one. Nothing while the host runs.
  static std::optional<HostLock> alone(const std::filesystem::path& data_dir);

 private:
  explicit HostLock(UniqueFd file) : file_(std::move(file)) {}
  static std::optional<HostLock> take(const std::filesystem::path& data_dir, int operation);
  UniqueFd file_;
};

}  // namespace callboard::host
