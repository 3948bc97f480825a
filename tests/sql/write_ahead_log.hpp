// Counts the commits in SQLite's write-ahead log, whose format is documented: a header of 32 bytes, then frames of a
// header of 24 bytes and one page; a frame that ends a commit tells the size of the database in its bytes 4 to 7.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace callboard::host {

inline int commits_in_log(const std::filesystem::path& database) {
  std::ifstream in(database.string() + "-wal", std::ios::binary);
  const std::string log{std::istreambuf_iterator<char>(in), {}};
  const auto number = [&](std::size_t at) {
    std::uint32_t n = 0;
    for (std::size_t i = 0; i < 4; ++i) n = n << 8 | static_cast<unsigned char>(log[at + i]);
    return n;
  };
  int commits = 0;
  if (log.size() < 32) return commits;
  const std::size_t frame = 24 + number(8);
  // Frames with another salt are left from before the last restart of the log.
  for (std::size_t at = 32; at + frame <= log.size(); at += frame) {
    if (number(at + 8) == number(16) && number(at + 12) == number(20) && number(at + 4) != 0) ++commits;
  }
  return commits;
}

}  // namespace callboard::host
