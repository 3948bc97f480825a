// Files written and read through zlib, as gzip does. Each belongs to one thread.
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <string_view>

#include <zlib.h>

#include "process/unique_fd.hpp"

namespace callboard::host {

// Throws Unavailable where nothing can be written any more; the file is then no whole one.
class GzipWriter {
 public:
  // A new file that its owner alone can read.
  explicit GzipWriter(const std::filesystem::path& file);
  ~GzipWriter();
  GzipWriter(const GzipWriter&) = delete;
  GzipWriter& operator=(const GzipWriter&) = delete;

  void write(std::string_view piece);
  // Writes what is left and has the disk keep it. Nothing may be written afterwards.
  void finish();

 private:
  void deflate(std::string_view piece, int flush);
  void put(std::string_view packed);

  UniqueFd file_;
  z_stream stream_{};
  std::array<unsigned char, 65536> packed_{};
};

// Hands the unpacked content over, piece by piece. Throws std::runtime_error where the file is no gzip file, is cut or
// damaged (its checksum is looked at), or cannot be read.
void read_gzip(const std::filesystem::path& file, const std::function<void(std::string_view)>& piece);

}  // namespace callboard::host
