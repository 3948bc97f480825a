#include "fcgi/connections.hpp"

#include <sys/socket.h>

namespace callboard::host {

Connection& Connections::add(UniqueFd socket, UniqueFd for_library) {
  auto made = std::make_unique<Connection>(std::move(socket), std::move(for_library));
  Connection& connection = *made;
  const std::lock_guard lock(mutex_);
  open_.emplace(&connection, std::move(made));
  return connection;
}

std::size_t Connections::remove(Connection& connection) {
  const std::lock_guard lock(mutex_);
  open_.erase(&connection);
  return open_.size();
}

std::size_t Connections::size() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

void Connections::shut_overdue(Connection::Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  for (const auto& [key, connection] : open_) {
    if (!connection->overdue(now)) continue;
    // An idle one gets to answer what arrives at this very moment; half a request gets nothing more.
    const int how = connection->phase() == Connection::Phase::Idle ? SHUT_RD : SHUT_RDWR;
    ::shutdown(connection->socket(), how);
  }
}

void Connections::shut_idle() {
  const std::lock_guard lock(mutex_);
  for (const auto& [key, connection] : open_) {
    if (connection->phase() == Connection::Phase::Idle) ::shutdown(connection->socket(), SHUT_RD);
  }
}

}  // namespace callboard::host
