// Connections that threads take turns with: opened when they are first needed, thrown away when they fail, handed out
// first come first served. Not soci::connection_pool, because that one holds its sessions for ever: a session whose
// reconnect() failed must never be touched again, so a broken one has to be replaced by another object. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "callboard/upkeep.hpp"
#include "sql/connection.hpp"

namespace callboard::host {

// A database that has such a pool.
class Pooled {
 public:
  virtual ~Pooled() = default;
  virtual PoolState pool_state() = 0;
};

class ConnectionPool {
 public:
  using Open = std::function<std::unique_ptr<DatabaseConnection>()>;

  // A connection in use. Goes back at the end of the scope unless it was dropped.
  class Lease {
   public:
    Lease(Lease&& other) noexcept
        : pool_(std::exchange(other.pool_, nullptr)), connection_(std::move(other.connection_)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    DatabaseConnection& operator*() { return *connection_; }
    DatabaseConnection* operator->() { return connection_.get(); }
    explicit operator bool() const { return connection_ != nullptr; }
    // It has failed: the next lease opens another one.
    void drop() { connection_.reset(); }
    void reopen();

   private:
    friend class ConnectionPool;
    Lease(ConnectionPool& pool, std::unique_ptr<DatabaseConnection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    ConnectionPool* pool_;
    std::unique_ptr<DatabaseConnection> connection_;
  };

  ConnectionPool(unsigned size, std::chrono::milliseconds lease_timeout, Open open);

  // Throws Unavailable when none becomes free in time, or what opening one throws.
  Lease lease();
  PoolState state();

 private:
  struct Waiter {
    std::condition_variable wake;
    bool served = false;
    std::unique_ptr<DatabaseConnection> connection;
  };
  std::unique_ptr<DatabaseConnection> acquire();
  void release(std::unique_ptr<DatabaseConnection> connection);

  const unsigned size_;
  const std::chrono::milliseconds lease_timeout_;
  const Open open_;
  std::mutex mutex_;
  unsigned leased_ = 0;
  std::uint64_t waited_ = 0;
  std::uint64_t refused_ = 0;
  std::vector<std::unique_ptr<DatabaseConnection>>
      idle_;  // the last one used is the first one reused: its cache is warm
  std::deque<Waiter*> waiters_;
};

}  // namespace callboard::host
