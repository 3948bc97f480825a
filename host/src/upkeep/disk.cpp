#include "upkeep/disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "callboard/errors.hpp"
#include "process/unique_fd.hpp"

namespace callboard::host {

void disk_failed(const char* action) {
  const int error = errno;
  const auto log = std::string("backup: ") + action + ": " + std::strerror(error);
  const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  throw Unavailable(log, full ? _("The disk is full.") : Text());
}

void own_like(int descriptor, const std::filesystem::path& like) {
  struct stat owner {};
  if (::geteuid() != 0 || ::stat(like.c_str(), &owner) != 0) return;
  if (::fchown(descriptor, owner.st_uid, owner.st_gid) != 0) disk_failed("chown");
}

void sync_folder(const std::filesystem::path& folder) {
  const UniqueFd descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor || ::fsync(descriptor.get()) != 0) disk_failed("sync");
}

}  // namespace callboard::host
