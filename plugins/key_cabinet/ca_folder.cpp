#include "ca_folder.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <callboard/crypto.hpp>

namespace key_cabinet {

namespace {

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw FileError(file.string() + ": " + std::strerror(errno));
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& file, int flags, mode_t mode = 0)
      : number_(::open(file.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }

 private:
  int number_;
};

// Half a key is worse than none: what cannot be written whole is removed.
void write_whole(const Descriptor& file, const std::filesystem::path& path, std::string_view content) {
  while (!content.empty()) {
    const auto written = ::write(file.get(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int fault = errno;
      ::unlink(path.c_str());
      errno = fault;
      fail(path);
    }
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.get()) != 0) fail(path);
}

}  // namespace

std::optional<std::string> read_small_file(const std::filesystem::path& path, std::size_t most) {
  const Descriptor file(path, O_RDONLY);
  if (file.get() < 0 && errno == ENOENT) return std::nullopt;
  if (file.get() < 0) fail(path);
  std::string content(most + 1, '\0');
  std::size_t size = 0;
  while (size < content.size()) {
    const auto got = ::read(file.get(), content.data() + size, content.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(path);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > most) throw FileError(path.string() + ": too large");
  content.resize(size);
  return content;
}

void write_new_file(const std::filesystem::path& path, std::string_view content, Secrecy secrecy) {
  const mode_t mode = secrecy == Secrecy::Secret ? 0600 : 0644;
  const Descriptor file(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  if (file.get() < 0) fail(path);
  write_whole(file, path, content);
}

void replace_public_file(const std::filesystem::path& path, std::string_view content) {
  auto unfinished = path;
  unfinished += "." + callboard::random_token().substr(0, 8);
  write_new_file(unfinished, content, Secrecy::Public);
  if (::rename(unfinished.c_str(), path.c_str()) == 0) return;
  const int fault = errno;
  ::unlink(unfinished.c_str());
  errno = fault;
  fail(path);
}

std::shared_ptr<const SnapshotKey> CaFolder::snapshot_key() const {
  if (!configured()) return nullptr;
  const std::lock_guard lock(mutex_);
  if (!snapshot_key_) {
    if (const auto pem = read_small_file(file("snapshot.key"))) {
      snapshot_key_ = std::make_shared<const SnapshotKey>(SnapshotKey::from_pem(*pem));
    }
  }
  return snapshot_key_;
}

}  // namespace key_cabinet
