#include "mail/file_transport.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "mail/random_name.hpp"

namespace callboard::host {
namespace {

[[noreturn]] void file_failed(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0640)) {
    if (fd_ < 0) file_failed("open");
  }
  ~Descriptor() { ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void write(std::string_view rest) const {
    while (!rest.empty()) {
      const auto written = ::write(fd_, rest.data(), rest.size());
      if (written < 0 && errno != EINTR) file_failed("write");
      if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync() const {
    if (::fsync(fd_) != 0) file_failed("fsync");
  }

 private:
  int fd_;
};

// A file that goes away again unless it got its final name.
class UnnamedFile {
 public:
  explicit UnnamedFile(std::filesystem::path path) : path_(std::move(path)) {}
  ~UnnamedFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  UnnamedFile(const UnnamedFile&) = delete;
  UnnamedFile& operator=(const UnnamedFile&) = delete;
  const std::filesystem::path& path() const { return path_; }
  void rename_to(const std::filesystem::path& name) {
    if (::rename(path_.c_str(), name.c_str()) != 0) file_failed("rename");
    path_.clear();
  }

 private:
  std::filesystem::path path_;
};

// The Message-ID's left side consists of letters and digits that we chose; anything else is left out.
std::string file_name(const ClaimedMail& mail) {
  std::string id;
  for (const char c : mail.message_id.substr(0, mail.message_id.find('@'))) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) id += c;
  }
  const auto seconds = std::chrono::floor<std::chrono::seconds>(mail.created_at).time_since_epoch().count();
  return fmt::format("{:%Y%m%dT%H%M%SZ}-{}.eml", fmt::gmtime(static_cast<std::time_t>(seconds)), id);
}

void write_mail(const std::filesystem::path& folder, const ClaimedMail& mail) {
  std::filesystem::create_directories(folder);
  UnnamedFile temporary(folder / ("." + random_name() + ".tmp"));
  {
    const Descriptor file(temporary.path(), O_WRONLY | O_CREAT | O_EXCL);
    file.write(mail.message);
    file.sync();
  }
  temporary.rename_to(folder / file_name(mail));
  Descriptor(folder, O_RDONLY | O_DIRECTORY).sync();
}

}  // namespace

Delivery FileTransport::deliver(const ClaimedMail& mail) {
  try {
    write_mail(folder_, mail);
    return {};
  } catch (const std::system_error& error) {
    return {Delivery::Outcome::Unreachable, 0, error.what()};
  }
}

}  // namespace callboard::host
