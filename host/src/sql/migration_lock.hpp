// Lets one process migrate at a time: a row with a lease, which works on every engine and cluster and lapses by itself
// when its holder has died. (GET_LOCK knows one node of a cluster only.)
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "callboard/services.hpp"

namespace callboard::host {

class MigrationLock {
 public:
  // Waits for up to `patience` while another process holds it; then throws MigrationError. The lease is renewed in the
  // background, so a statement may take as long as it needs.
  MigrationLock(Database& database, Clock& clock, Log& log, std::chrono::seconds patience);
  ~MigrationLock();
  MigrationLock(const MigrationLock&) = delete;
  MigrationLock& operator=(const MigrationLock&) = delete;

  // Throws MigrationError where the lease has lapsed and somebody else has taken it.
  void check();

 private:
  bool take();
  bool renew();
  void keep_renewing(const std::stop_token& stop);

  Database& database_;
  Clock& clock_;
  Log& log_;
  const std::string holder_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread renewer_;
};

}  // namespace callboard::host
