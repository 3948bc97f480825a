// The folder of the cabinets' CA, setting `ca_folder`: ca.key, ca.pem, crl.pem, snapshot.key and snapshot.pem. Made by
// `callboard cabinet init`; it may be missing, and may appear while the host runs. Thread-safe.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "snapshot_key.hpp"

namespace key_cabinet {

// A file that is not there, cannot be read or written, or is there already.
class FileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Nothing where it is not there. Throws FileError, also for what is larger than `most` bytes.
std::optional<std::string> read_small_file(const std::filesystem::path& file, std::size_t most = 64 * 1024);
enum class Secrecy { Secret, Public };  // 0600, or 0644 as far as the umask allows
// Throws FileError where something of that name is there: nothing is overwritten.
void write_new_file(const std::filesystem::path& file, std::string_view content, Secrecy secrecy);
// Whoever reads it meanwhile sees the old content or the new one, whole.
void replace_public_file(const std::filesystem::path& file, std::string_view content);

class CaFolder {
 public:
  // An empty path: there is no CA.
  explicit CaFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  bool configured() const { return !folder_.empty(); }
  const std::filesystem::path& path() const { return folder_; }
  std::filesystem::path file(std::string_view name) const { return folder_ / name; }

  // Null until the key is there; it is read once. Throws FileError, CryptoError.
  std::shared_ptr<const SnapshotKey> snapshot_key() const;

 private:
  std::filesystem::path folder_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const SnapshotKey> snapshot_key_;
};

}  // namespace key_cabinet
