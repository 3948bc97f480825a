// The connections that nginx keeps open to this process, and until when each may stay as it is.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "process/unique_fd.hpp"

namespace callboard::host {

// One connection. At any moment it belongs to one thread (or to the epoll set), which alone reads,
// writes and closes it. Another thread may only look at the atomics and shut the socket down.
class Connection {
 public:
  using Clock = std::chrono::steady_clock;
  enum class Phase { Idle, Receiving, Answering };

  // Both descriptors are the same socket: libfcgi closes its own whenever it likes, ours stays valid
  // until we close it, so that a shutdown never hits a stranger's descriptor.
  Connection(UniqueFd socket, UniqueFd for_library)
      : socket_(std::move(socket)), for_library_(std::move(for_library)) {}

  int socket() const { return socket_.get(); }
  // libfcgi owns it from here on; it stays open as long as libfcgi keeps the connection.
  int lend() { return for_library_.release(); }
  void take_back(int fd) { for_library_.reset(fd); }

  // Held while the connection is given to the epoll set, and by the next owner before anything else:
  // that one may come, and close, before the call that gives it has returned.
  std::mutex& handing_over() { return handing_over_; }

  Phase phase() const { return phase_; }
  void enter(Phase phase, Clock::time_point until = Clock::time_point::max()) {
    until_ = until.time_since_epoch().count();
    phase_ = phase;
  }
  bool overdue(Clock::time_point now) const { return now.time_since_epoch().count() > until_; }

 private:
  UniqueFd socket_;
  UniqueFd for_library_;
  std::mutex handing_over_;
  std::atomic<Phase> phase_{Phase::Idle};
  std::atomic<Clock::rep> until_{std::numeric_limits<Clock::rep>::max()};
};

// Thread-safe.
class Connections {
 public:
  Connection& add(UniqueFd socket, UniqueFd for_library);
  // Closes it. Returns how many are left.
  std::size_t remove(Connection& connection);
  std::size_t size() const;

  // Ends what has lasted longer than it may: the owner then reads the end of the stream.
  void shut_overdue(Connection::Clock::time_point now);
  // Lets every idle connection end, once what has already arrived on it is answered.
  void shut_idle();

 private:
  mutable std::mutex mutex_;
  std::unordered_map<const Connection*, std::unique_ptr<Connection>> open_;
};

}  // namespace callboard::host
