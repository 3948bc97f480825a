#include "config/environment.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <thread>

#include "process/unique_fd.hpp"

namespace callboard::host {
namespace {

constexpr off_t kSecretLimit = 64 * 1024;

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& why) {
  throw std::runtime_error(path.string() + ": " + why);
}

void require_private_file(const std::filesystem::path& path, int fd) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) fail(path, std::strerror(errno));
  if (!S_ISREG(status.st_mode)) fail(path, "is not a regular file");
  if ((status.st_mode & (S_IROTH | S_IWOTH)) != 0) {
    fail(path, "is open to every user of the machine; take that away (chmod o-rwx)");
  }
  if (status.st_size > kSecretLimit) fail(path, "is larger than 64 KiB; expected a short secret");
}

}  // namespace

std::string SystemEnvironment::secret_file(const std::filesystem::path& path) const {
  // Non-blocking, so that a named pipe is refused below instead of waited for.
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) fail(path, std::strerror(errno));
  require_private_file(path, file.get());
  std::string content;
  char buffer[4096];
  for (;;) {
    const auto got = ::read(file.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(path, std::strerror(errno));
    if (got == 0) return content;
    content.append(buffer, static_cast<std::size_t>(got));
    if (content.size() > kSecretLimit) fail(path, "is larger than 64 KiB; expected a short secret");
  }
}

std::string SystemEnvironment::variable(const std::string& name) const {
  const char* value = std::getenv(name.c_str());
  if (!value) throw std::runtime_error("the environment variable " + name + " is not set");
  return value;
}

bool SystemEnvironment::has_time_zone(const std::string& name) const {
  if (name == "UTC") return true;
  const std::filesystem::path relative(name);
  const bool inside = relative.is_relative() && std::find(relative.begin(), relative.end(), "..") == relative.end();
  if (!inside) return false;
  std::error_code ignored;
  return std::filesystem::is_regular_file(std::filesystem::path("/usr/share/zoneinfo") / relative, ignored);
}

unsigned SystemEnvironment::cores() const { return std::max(1U, std::thread::hardware_concurrency()); }

std::filesystem::path SystemEnvironment::prefix() const {
  std::error_code failed;
  const auto executable = std::filesystem::read_symlink("/proc/self/exe", failed);
  return failed ? std::filesystem::path("/usr") : executable.parent_path().parent_path();
}

}  // namespace callboard::host
