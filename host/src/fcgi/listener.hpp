// The socket that nginx connects to. Made by the master, before it forks; every worker inherits it.
#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include "process/unique_fd.hpp"

namespace callboard::host {

// The text names the address and what is wrong with it.
class ListenError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Listener {
 public:
  // `address` is a Unix socket's path (it holds a slash) or "host:port", IPv6 as "[::1]:9000". The
  // host must be named: an empty one would open the port to the whole network by accident.
  // A Unix socket has mode 0660, so that nginx connects through a common group. A file that a dead
  // process left behind is replaced; one that somebody listens on is not. Throws ListenError.
  static Listener bind(const std::string& address);

  // The one socket that systemd handed over (LISTEN_FDS), or nothing when it handed none.
  // Throws ListenError for more than one, or for something that is no listening stream socket.
  static std::optional<Listener> from_systemd();

  // A descriptor that came through an exec. `owns_file` as `owns_file()` said before.
  // Throws ListenError when it is no listening stream socket.
  static Listener inherited(int fd, std::string address, bool owns_file);

  Listener(Listener&&) noexcept = default;
  Listener& operator=(Listener&&) noexcept = default;

  int fd() const { return fd_.get(); }
  const std::string& address() const { return address_; }
  // We made the socket's file, so we remove it at the end.
  bool owns_file() const { return owns_file_; }
  // Stops listening in this process and removes the socket's file, if it is ours. The processes that
  // inherited the socket go on with it.
  void close();

  static constexpr int kBacklog = 4096;  // the kernel cuts it to net.core.somaxconn; at least 1024 is needed

 private:
  Listener(UniqueFd fd, std::string address, bool owns_file);

  UniqueFd fd_;
  std::string address_;
  bool owns_file_ = false;
};

}  // namespace callboard::host
