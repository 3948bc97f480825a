#include "fcgi/listener.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>

namespace callboard::host {
namespace {

[[noreturn]] void refuse_address(const std::string& address, std::string_view what) {
  throw ListenError(fmt::format("cannot listen on \"{}\": {}", address, what));
}

[[noreturn]] void fail_errno(const std::string& address, std::string_view call) {
  refuse_address(address, fmt::format("{}: {}", call, std::strerror(errno)));
}

bool is_listening(int fd) {
  int on = 0;
  socklen_t size = sizeof(on);
  return ::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &on, &size) == 0 && on != 0;
}

// Accepting must never block: several threads and processes are woken for one connection.
void make_non_blocking(int fd) { ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK); }

sockaddr_un unix_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) {
    refuse_address(path, fmt::format("a socket's path has at most {} bytes", sizeof(address.sun_path) - 1));
  }
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

void remove_stale_file(const std::string& path, const sockaddr_un& address) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return;
  if (!S_ISSOCK(info.st_mode)) refuse_address(path, "a file that is no socket is in the way");
  const UniqueFd probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!probe) fail_errno(path, "socket");
  // Only a refused connection proves that nobody listens: a full backlog gives EAGAIN.
  if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 ||
      errno != ECONNREFUSED) {
    refuse_address(path, "somebody listens there already");
  }
  ::unlink(path.c_str());
}

UniqueFd bind_unix(const std::string& path) {
  const sockaddr_un address = unix_address(path);
  // "run" in a new data_dir is not there yet; where it cannot be made, bind() says why.
  std::error_code ignored;
  std::filesystem::create_directory(std::filesystem::path(path).parent_path(), ignored);
  remove_stale_file(path, address);
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) fail_errno(path, "socket");
  // By umask, not by a later chmod: there is no moment at which others may connect.
  const mode_t before = ::umask(0117);
  const int bound = ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  ::umask(before);
  if (bound != 0) fail_errno(path, "bind");
  return fd;
}

struct HostAndPort {
  std::string host;
  std::string port;
};

HostAndPort split(const std::string& address) {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos) refuse_address(address, "expected a path with a slash, or host:port");
  HostAndPort parts{address.substr(0, colon), address.substr(colon + 1)};
  if (parts.host.size() > 2 && parts.host.front() == '[' && parts.host.back() == ']') {
    parts.host = parts.host.substr(1, parts.host.size() - 2);
  } else if (parts.host.find(':') != std::string::npos) {
    refuse_address(address, "write an IPv6 address in brackets: [::1]:9000");
  }
  if (parts.host.empty() || parts.host == "*") {
    refuse_address(address, "name the host, such as 127.0.0.1:9000: without it the port is open to the whole network");
  }
  unsigned port = 0;
  const char* end = parts.port.data() + parts.port.size();
  const auto [stop, error] = std::from_chars(parts.port.data(), end, port);
  if (error != std::errc() || stop != end || port < 1 || port > 65535)
    refuse_address(address, "the port is a number from 1 to 65535");
  return parts;
}

UniqueFd bind_tcp(const std::string& address) {
  const HostAndPort parts = split(address);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(parts.host.c_str(), parts.port.c_str(), &hints, &found); error != 0) {
    refuse_address(address, ::gai_strerror(error));
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> release(found, ::freeaddrinfo);
  UniqueFd fd(::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) fail_errno(address, "socket");
  const int on = 1;
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (::bind(fd.get(), found->ai_addr, found->ai_addrlen) != 0) fail_errno(address, "bind");
  return fd;
}

}  // namespace

Listener::Listener(UniqueFd fd, std::string address, bool owns_file)
    : fd_(std::move(fd)), address_(std::move(address)), owns_file_(owns_file) {}

Listener Listener::bind(const std::string& address) {
  const bool is_path = address.find('/') != std::string::npos;
  UniqueFd fd = is_path ? bind_unix(address) : bind_tcp(address);
  if (::listen(fd.get(), kBacklog) != 0) fail_errno(address, "listen");
  return {std::move(fd), address, is_path};
}

std::optional<Listener> Listener::from_systemd() {
  const int count = ::sd_listen_fds(1);
  if (count < 0) throw ListenError(fmt::format("the sockets that systemd handed over: {}", std::strerror(-count)));
  if (count == 0) return std::nullopt;
  if (count > 1) throw ListenError(fmt::format("systemd handed over {} sockets; one is expected", count));
  return inherited(SD_LISTEN_FDS_START, "systemd", false);
}

Listener Listener::inherited(int fd, std::string address, bool owns_file) {
  if (::sd_is_socket(fd, AF_UNSPEC, SOCK_STREAM, 1) <= 0 || !is_listening(fd)) {
    refuse_address(address, fmt::format("descriptor {} is no listening stream socket", fd));
  }
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  make_non_blocking(fd);
  return {UniqueFd(fd), std::move(address), owns_file};
}

void Listener::close() {
  fd_.reset();
  if (owns_file_) ::unlink(address_.c_str());
  owns_file_ = false;
}

}  // namespace callboard::host
