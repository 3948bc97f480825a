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

namespace callboard::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHashDigits = 64;
constexpr std::size_t kLongestEnding = 10;
constexpr const char* kIncoming = "incoming";  // in the same file system, so that a rename is enough
constexpr std::chrono::milliseconds kLockTime{5000};

[[noreturn]] void media_failed(const char* action) {
  throw Unavailable(std::string("media: ") + action + ": " + std::strerror(errno));
}

bool is_ending(std::string_view text) {
  return !text.empty() && text.size() <= kLongestEnding &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

void made(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw Unavailable("media: " + error.message());
}

void sync(const fs::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) media_failed("open");
  const int result = ::fsync(descriptor);
  const int error = errno;
  ::close(descriptor);
  errno = error;
  if (result != 0) media_failed("sync");
}

bool is_older(const fs::path& file, Time before) {
  struct stat found {};
  if (::lstat(file.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return false;
  return Time(std::chrono::seconds(found.st_mtim.tv_sec)) < before;
}

// Calls for each regular file in `folder` that was not written since `before`.
void each_older(const fs::path& folder, Time before, const std::function<void(const fs::path&)>& call) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (is_older(entry->path(), before)) call(entry->path());
  }
}

}  // namespace

// Asks again and again: a wait in flock() itself could not be ended.
MediaLock::MediaLock(const fs::path& folder, Mode mode, std::chrono::milliseconds bound) {
  made(folder);
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
  if (!is_ending(ending)) throw std::invalid_argument("media: the ending " + std::string(ending));
  const auto hash = sha256_hex(content);
  return fmt::format("{}/{}.{}", hash.substr(0, 2), hash, ending);
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
  made(incoming);
  give_up_turn();
  TemporaryFileWriter writer(incoming);
  writer.write(content);
  const auto& path = writer.file()->path();
  if (::chmod(path.c_str(), 0644) != 0) media_failed("chmod");
  sync(path, O_RDONLY);
  return writer.file();
}

void MediaFolder::adopt(const TemporaryFile& file, const std::string& name) const {
  const auto target = folder_ / name;
  const auto parent = target.parent_path();
  if (!fs::exists(parent)) {
    made(parent);
    sync(folder_, O_RDONLY | O_DIRECTORY);
  }
  if (::rename(file.path().c_str(), target.c_str()) != 0) media_failed("rename");
  sync(parent, O_RDONLY | O_DIRECTORY);
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

int MediaFolder::remove_unfinished(Time before) const {
  int removed = 0;
  each_older(folder_ / kIncoming, before, [&](const fs::path& file) {
    std::error_code ignored;  // another host may have been quicker
    if (fs::remove(file, ignored)) ++removed;
  });
  return removed;
}

}  // namespace callboard::host
