// Temporary files for what is streamed in, and the sweep for what a crashed process left behind.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string_view>

#include "callboard/api.hpp"
#include "callboard/form.hpp"

namespace callboard {

// A temporary file that is being written: readable by its owner alone, under a random name that
// carries the process id. Removed with the last owner of `file()`. Not for several threads at once.
class CALLBOARD_API TemporaryFileWriter {
 public:
  // Throws Unavailable where the folder cannot be written to.
  explicit TemporaryFileWriter(const std::filesystem::path& folder);
  ~TemporaryFileWriter();
  TemporaryFileWriter(const TemporaryFileWriter&) = delete;
  TemporaryFileWriter& operator=(const TemporaryFileWriter&) = delete;

  // Throws Unavailable when the disk is full.
  void write(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  // The file under its name; shares the ownership.
  std::shared_ptr<const TemporaryFile> file() const { return file_; }

 private:
  std::shared_ptr<const TemporaryFile> file_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

// Removes the temporary files in `folder` whose process is gone; returns how many. Files of living
// processes and files of other names are left alone. For the start of a worker.
CALLBOARD_API std::size_t sweep_temporary_files(const std::filesystem::path& folder);

}  // namespace callboard
