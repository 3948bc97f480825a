#include "confinement.hpp"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <string>

namespace callboard::recoder {
namespace {

void limit(__rlimit_resource resource, rlim_t most) {
  const rlimit value{most, most};
  ::setrlimit(resource, &value);
}

// Standard output is a pipe that only the host reads from.
bool nobody_listens() {
  pollfd output{STDOUT_FILENO, 0, 0};
  return ::poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

}  // namespace

void confine_myself(std::uint64_t cpu_seconds, [[maybe_unused]] std::uint64_t memory, std::uint64_t file_size) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (nobody_listens()) ::_exit(1);  // the host died before that
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_DUMPABLE, 0);
  limit(RLIMIT_CPU, cpu_seconds);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, file_size);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  limit(RLIMIT_AS, memory);
#endif
}

void open_nothing_more() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  limit(RLIMIT_NOFILE, 0);
#endif
}

void start_nothing_more() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  limit(RLIMIT_NPROC, 0);
#endif
}

void write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw std::runtime_error("write");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void write_picture(int width, int height, std::string_view content) {
  write_all(std::to_string(width) + " " + std::to_string(height) + " " + std::to_string(content.size()) + "\n");
  write_all(content);
}

}  // namespace callboard::recoder
