#include "sql/connection_pool.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace callboard::host {

ConnectionPool::ConnectionPool(unsigned size, std::chrono::milliseconds lease_timeout, Open open)
    : size_(std::max(1U, size)), lease_timeout_(lease_timeout), open_(std::move(open)) {}

ConnectionPool::Lease ConnectionPool::lease() {
  Lease lease(*this, acquire());
  if (!lease.connection_) lease.reopen();
  return lease;
}

std::unique_ptr<DatabaseConnection> ConnectionPool::acquire() {
  std::unique_lock lock(mutex_);
  if (leased_ < size_) {
    ++leased_;
    if (idle_.empty()) return nullptr;
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }
  ++waited_;
  Waiter self;
  waiters_.push_back(&self);
  if (!self.wake.wait_for(lock, lease_timeout_, [&] { return self.served; })) {
    ++refused_;
    std::erase(waiters_, &self);
    throw Unavailable(fmt::format("all {} database connections were busy for {} ms", size_, lease_timeout_.count()));
  }
  return std::move(self.connection);
}

PoolState ConnectionPool::state() {
  const std::lock_guard lock(mutex_);
  return {size_, leased_, waited_, refused_};
}

void ConnectionPool::release(std::unique_ptr<DatabaseConnection> connection) {
  const std::lock_guard lock(mutex_);
  if (!waiters_.empty()) {
    Waiter& next = *waiters_.front();
    waiters_.pop_front();
    next.connection = std::move(connection);
    next.served = true;
    next.wake.notify_one();
    return;
  }
  --leased_;
  if (connection) idle_.push_back(std::move(connection));
}

void ConnectionPool::Lease::reopen() {
  connection_.reset();
  connection_ = pool_->open_();
}

ConnectionPool::Lease::~Lease() {
  if (pool_ != nullptr) pool_->release(std::move(connection_));
}

}  // namespace callboard::host
