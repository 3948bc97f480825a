#include "faulty_proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>

namespace callboard::host {
namespace {

sockaddr_un address_of(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  return address;
}

int connect_to(const std::filesystem::path& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = address_of(path);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
  ::close(fd);
  return -1;
}

bool readable(int fd, int milliseconds) {
  pollfd waiting{fd, POLLIN, 0};
  return ::poll(&waiting, 1, milliseconds) == 1;
}

}  // namespace

FaultyProxy::FaultyProxy(std::filesystem::path listen, std::filesystem::path server)
    : server_(std::move(server)), listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const auto address = address_of(listen);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, 64) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  acceptor_ = std::jthread([this] { accept_clients(); });
}

FaultyProxy::~FaultyProxy() {
  stop_ = true;
  acceptor_ = {};
  clients_.clear();
  ::close(listener_);
}

void FaultyProxy::cut(std::string statement, Cut when) {
  const std::lock_guard lock(mutex_);
  wanted_ = std::move(statement);
  when_ = when;
}

int FaultyProxy::seen(const std::string& statement) {
  const std::lock_guard lock(mutex_);
  int count = 0;
  for (const auto& s : statements_) count += s.starts_with(statement) ? 1 : 0;
  return count;
}

void FaultyProxy::accept_clients() {
  while (!stop_) {
    if (!readable(listener_, 20)) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    ++connected_;
    clients_.emplace_back([this, client] { serve(client); });
  }
}

void FaultyProxy::serve(int client) {
  const int server = connect_to(server_);
  while (!stop_ && server >= 0) {
    pollfd both[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    if (::poll(both, 2, 20) <= 0) continue;
    if (both[0].revents != 0 && !forward_to_server(client, server)) break;
    if (both[1].revents == 0) continue;
    char buffer[65536];
    const auto got = ::read(server, buffer, sizeof buffer);
    if (got <= 0 || ::send(client, buffer, static_cast<std::size_t>(got), MSG_NOSIGNAL) != got) break;
  }
  ::close(client);
  if (server >= 0) ::close(server);
  --connected_;
}

// A packet: three bytes length, one number, then the command; 3 is a query.
bool FaultyProxy::forward_to_server(int client, int server) {
  char buffer[65536];
  const auto got = ::read(client, buffer, sizeof buffer);
  if (got <= 0) return false;
  Cut when{};
  const bool cut =
      got > 5 && buffer[4] == 3 && is_the_one(std::string(buffer + 5, static_cast<std::size_t>(got) - 5), when);
  if (cut && when == Cut::BeforeTheServerSeesIt) return false;
  if (::send(server, buffer, static_cast<std::size_t>(got), MSG_NOSIGNAL) != got) return false;
  if (cut) readable(server, 5000);
  return !cut;
}

bool FaultyProxy::is_the_one(const std::string& statement, Cut& when) {
  const std::lock_guard lock(mutex_);
  statements_.push_back(statement);
  if (wanted_.empty() || !statement.starts_with(wanted_)) return false;
  wanted_.clear();
  when = when_;
  return true;
}

}  // namespace callboard::host
