#include "process/service_manager.hpp"

#include <fcntl.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "process/unique_fd.hpp"

namespace callboard::host {

void notify_ready() { ::sd_notify(0, "READY=1\nSTATUS=Serving"); }

void notify_reloading() {
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now().time_since_epoch());  // CLOCK_MONOTONIC, as systemd wants it
  ::sd_notify(0, fmt::format("RELOADING=1\nMONOTONIC_USEC={}\nSTATUS=Reloading", now.count()).c_str());
}

void notify_stopping() { ::sd_notify(0, "STOPPING=1\nSTATUS=Stopping"); }

void write_pid_file(const std::filesystem::path& file) {
  const std::filesystem::path temporary = file.string() + ".new";
  const std::string text = std::to_string(::getpid()) + "\n";
  const UniqueFd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!fd || ::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
      ::rename(temporary.c_str(), file.c_str()) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot write " + file.string());
  }
}

}  // namespace callboard::host
