#include "media/media_files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "callboard/errors.hpp"
#include "media/piece_digest.hpp"

namespace callboard::host {
namespace {

constexpr std::size_t kReadBuffer = 256 * 1024;

Text no_room_text() { return _("There is no room for more files at the moment. Please try again later."); }

bool is_older(const std::filesystem::path& file, Time before) {
  struct stat found {};
  if (::lstat(file.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return false;
  return Time(std::chrono::seconds(found.st_mtim.tv_sec)) < before;
}

}  // namespace

void media_failed(const char* action) {
  const int error = errno;
  const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  throw Unavailable(std::string("media: ") + action + ": " + std::strerror(error), full ? no_room_text() : Text());
}

void no_room_for_media() { throw Unavailable("media: what is free on the disk is kept for the host", no_room_text()); }

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) return;
  errno = error.value();
  media_failed("make a folder");
}

void sync_path(const std::filesystem::path& path, int flags) {
  const UniqueFd descriptor(::open(path.c_str(), flags | O_CLOEXEC));
  if (!descriptor) media_failed("open");
  if (::fsync(descriptor.get()) != 0) media_failed("sync");
}

void write_at(int descriptor, std::span<const char> bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const auto written = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) media_failed("write");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

std::uint64_t size_of(int descriptor) {
  struct stat found {};
  if (::fstat(descriptor, &found) != 0) media_failed("stat");
  return static_cast<std::uint64_t>(found.st_size);
}

std::string sha256_hex_of(int descriptor) {
  PieceDigest digest(PieceChecksum::Algorithm::Sha256);
  std::vector<char> buffer(kReadBuffer);
  for (off_t at = 0;;) {
    const auto count = ::pread(descriptor, buffer.data(), buffer.size(), at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) media_failed("read");
    if (count == 0) break;
    digest.add({buffer.data(), static_cast<std::size_t>(count)});
    at += count;
  }
  std::string text;
  for (const unsigned char byte : digest.digest()) text += fmt::format("{:02x}", byte);
  return text;
}

bool lies_at(int descriptor, const std::filesystem::path& path) {
  struct stat open {};
  struct stat named {};
  if (::fstat(descriptor, &open) != 0) media_failed("stat");
  if (::lstat(path.c_str(), &named) != 0) return false;
  return S_ISREG(named.st_mode) && open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

bool try_lock_alone(int descriptor) {
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return false;
    if (errno != EINTR) media_failed("lock");
  }
  return true;
}

void each_older(const std::filesystem::path& folder, Time before,
                const std::function<void(const std::filesystem::path&)>& call) {
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (is_older(entry->path(), before)) call(entry->path());
  }
}

}  // namespace callboard::host
