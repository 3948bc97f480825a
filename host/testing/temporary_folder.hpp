// Folders for the files of tests.
#pragma once

#include <cstddef>
#include <filesystem>
#include <iterator>
#include <string_view>

namespace callboard::testing {

// A new, empty one; its name begins with `kind`. It lies in CALLBOARD_TEST_FOLDER if that is set, else in memory where
// that is possible, since most tests are about the order of things and not about this machine's disk. Removes what
// programs that were killed have left of this kind. Throws std::runtime_error.
std::filesystem::path new_temporary_folder(std::string_view kind);

// A test's own, gone with it.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_(new_temporary_folder("callboard-folder")) {}
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
  }

 private:
  std::filesystem::path path_;
};

}  // namespace callboard::testing
