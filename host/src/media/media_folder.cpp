#include "media/media_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "callboard/crypto.hpp"
#include "callboard/errors.hpp"
#include "callboard/temporary_file.hpp"
#include "callboard/turn.hpp"
#include "media/media_files.hpp"

namespace callboard::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHashDigits = 64;
constexpr std::size_t kLongestEnding = 10;
constexpr const char* kIncoming = "incoming";  // in the same file system, so that a rename is enough
constexpr std::chrono::milliseconds kLockTime{5000};
constexpr std::size_t kCopyBuffer = 256 * 1024;

bool is_ending(std::string_view text) {
  return !text.empty() && text.size() <= kLongestEnding &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

std::string name_of_hash(const std::string& hash, std::string_view ending) {
  if (!is_ending(ending)) throw std::invalid_argument("media: the ending " + std::string(ending));
  return fmt::format("{}/{}.{}", hash.substr(0, 2), hash, ending);
}

bool are_on_one_disk(int file, const fs::path& folder) {
  struct stat one {};
  struct stat other {};
  return ::fstat(file, &one) == 0 && ::stat(folder.c_str(), &other) == 0 && one.st_dev == other.st_dev;
}

}  // namespace

// Asks again and again: a wait in flock() itself could not be ended.
MediaLock::MediaLock(const fs::path& folder, Mode mode, std::chrono::milliseconds bound) {
  make_folder(folder);
  descriptor_ = ::open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor_ < 0) media_failed("open the lock");
  const auto until = std::chrono::steady_clock::now() + bound;
  while (::flock(descriptor_, (mode == Mode::Alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK && std::chrono::steady_clock::now() < until) {
      give_up_turn();
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      continue;
    }
    const int error = errno;
    ::close(descriptor_);
    errno = error;
    media_failed("lock");
  }
}

MediaLock::~MediaLock() { ::close(descriptor_); }

std::string MediaFolder::name_of(std::string_view content, std::string_view ending) {
  return name_of_hash(sha256_hex(content), ending);
}

bool MediaFolder::is_name(std::string_view name) {
  constexpr std::size_t kEnding = 3 + kHashDigits + 1;
  if (name.size() <= kEnding || name[2] != '/' || name[kEnding - 1] != '.') return false;
  const auto hash = name.substr(3, kHashDigits);
  const bool digits =
      std::all_of(hash.begin(), hash.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  return digits && name.substr(0, 2) == hash.substr(0, 2) && is_ending(name.substr(kEnding));
}

MediaLock MediaFolder::lock(MediaLock::Mode mode) const { return {folder_, mode, kLockTime}; }

// Readable by all who get into the folder, which is the site's alone: nginx sends it.
std::shared_ptr<const TemporaryFile> MediaFolder::write(std::string_view content) const {
  const auto incoming = folder_ / kIncoming;
  make_folder(incoming);
  give_up_turn();
  TemporaryFileWriter writer(incoming);
  writer.write(content);
  const auto& path = writer.file()->path();
  if (::chmod(path.c_str(), 0644) != 0) media_failed("chmod");
  sync_path(path, O_RDONLY);
  return writer.file();
}

std::shared_ptr<const TemporaryFile> MediaFolder::copied(int from) const {
  const auto incoming = folder_ / kIncoming;
  make_folder(incoming);
  TemporaryFileWriter writer(incoming);
  std::vector<char> buffer(kCopyBuffer);
  for (off_t at = 0;;) {
    const auto count = ::pread(from, buffer.data(), buffer.size(), at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) media_failed("read");
    if (count == 0) return writer.file();
    writer.write({buffer.data(), static_cast<std::size_t>(count)});
    at += count;
  }
}

// Locked as those lock it who append to it: nothing is written to it from here on.
TakenFile MediaFolder::take(const fs::path& file, std::string_view ending) const {
  give_up_turn();
  TakenFile taken{UniqueFd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)), file, file, nullptr, {}, 0};
  const int descriptor = taken.lock.get();
  if (!taken.lock) throw NotFound("a file to store");
  if (!try_lock_alone(descriptor)) throw Unavailable("media: somebody appends to the file still");
  if (!lies_at(descriptor, file)) throw NotFound("a file to store");
  make_folder(folder_);
  taken.name = name_of_hash(sha256_hex_of(descriptor), ending);
  taken.size = size_of(descriptor);
  if (!are_on_one_disk(descriptor, folder_)) {
    taken.copy = copied(descriptor);
    taken.ready = taken.copy->path();
  }
  if (::chmod(taken.ready.c_str(), 0644) != 0) media_failed("chmod");
  sync_path(taken.ready, O_RDONLY);
  return taken;
}

void MediaFolder::adopt(const TakenFile& file) const {
  adopt(file.ready, file.name);
  if (file.copy && ::unlink(file.from.c_str()) != 0 && errno != ENOENT) media_failed("unlink");
}

void MediaFolder::adopt(const fs::path& file, const std::string& name) const {
  const auto target = folder_ / name;
  const auto parent = target.parent_path();
  if (!fs::exists(parent)) {
    make_folder(parent);
    sync_path(folder_, O_RDONLY | O_DIRECTORY);
  }
  if (::rename(file.c_str(), target.c_str()) != 0) media_failed("rename");
  // Two names of one file are left both by rename().
  if (::unlink(file.c_str()) != 0 && errno != ENOENT) media_failed("unlink");
  sync_path(parent, O_RDONLY | O_DIRECTORY);
}

void MediaFolder::remove(const std::string& name) const {
  if (::unlink((folder_ / name).c_str()) != 0 && errno != ENOENT) media_failed("unlink");
}

std::vector<std::string> MediaFolder::older(int folder, Time before) const {
  const auto prefix = fmt::format("{:02x}", folder);
  std::vector<std::string> names;
  each_older(folder_ / prefix, before, [&](const fs::path& file) {
    auto name = prefix + "/" + file.filename().string();
    if (is_name(name)) names.push_back(std::move(name));
  });
  return names;
}

std::vector<std::string> MediaFolder::unfinished(Time before) const {
  std::vector<std::string> names;
  each_older(folder_ / kIncoming, before,
             [&](const fs::path& file) { names.push_back(fs::relative(file, folder_).string()); });
  return names;
}

std::vector<std::string> MediaFolder::foreign() const {
  std::vector<std::string> names;
  const auto look_into = [&](const std::string& prefix) {
    std::error_code error;
    for (fs::directory_iterator entry(folder_ / prefix, error), end; !error && entry != end; entry.increment(error)) {
      auto name = prefix + "/" + entry->path().filename().string();
      if (!is_name(name)) names.push_back(std::move(name));
    }
  };
  for (int folder = 0; folder < 256; ++folder) look_into(fmt::format("{:02x}", folder));
  return names;
}

int MediaFolder::remove_unfinished(Time before) const {
  int removed = 0;
  each_older(folder_ / kIncoming, before, [&](const fs::path& file) {
    std::error_code ignored;  // another host may have been quicker
    if (fs::remove(file, ignored)) ++removed;
  });
  return removed;
}

}  // namespace callboard::host
