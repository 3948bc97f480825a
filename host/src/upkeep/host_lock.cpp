#include "upkeep/host_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <system_error>

namespace callboard::host {

std::optional<HostLock> HostLock::of_a_host(const std::filesystem::path& data_dir) { return take(data_dir, LOCK_SH); }

std::optional<HostLock> HostLock::alone(const std::filesystem::path& data_dir) { return take(data_dir, LOCK_EX); }

// For reading: whoever made the file, root or the service's user, the other one can lock it too.
std::optional<HostLock> HostLock::take(const std::filesystem::path& data_dir, int operation) {
  const auto path = data_dir / ".host.lock";
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (!file) throw std::system_error(errno, std::generic_category(), "cannot open " + path.string());
  while (::flock(file.get(), operation | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return std::nullopt;
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "cannot lock " + path.string());
  }
  return HostLock(std::move(file));
}

}  // namespace callboard::host
