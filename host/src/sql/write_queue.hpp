// SQLite has one writer at a time, and a commit that is safe against a power cut costs a sync of the disk. So writers
// wait here, first come first served, and share commits: one of them, the leader, runs everybody's functions one after
// another, each in its own savepoint, in one BEGIN IMMEDIATE … COMMIT, and nobody returns before that commit.
// Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "callboard/services.hpp"
#include "sql/connection.hpp"
#include "sql/sqlite_dialect.hpp"

namespace callboard::host {

class WriteQueue {
 public:
  using Function = std::function<void(Transaction&)>;

  // A writer waits at most `patience` before its function begins, and for other processes as long again.
  WriteQueue(SqliteDialect dialect, std::chrono::milliseconds patience, const void* database, Log& log);

  // Returns when committed; throws what `work` threw, or Unavailable when its turn did not come or the commit failed.
  void run(const Function& work);

  // Writers whose turn has not come: to look at, it may have changed already.
  std::size_t waiting();

 private:
  struct Entry {
    const Function* work;
    enum { Waiting, Leading, Running, Done } state = Waiting;
    std::exception_ptr error = nullptr;
    std::condition_variable wake = {};
  };
  using Batch = std::vector<Entry*>;

  void lead();
  void hand_over(const Batch& finished);
  Entry* next(std::size_t batch_size);

  Batch run_batch();
  void run_in_savepoint(Entry& entry);
  void commit(Batch& batch);
  void run_alone(Entry& entry);
  void begin();
  void roll_back() noexcept;
  void fail_all(const Batch& batch, std::exception_ptr error);

  const SqliteDialect dialect_;
  const std::chrono::milliseconds patience_;
  const void* const database_;
  Log& log_;

  std::mutex mutex_;
  std::deque<Entry*> waiting_;
  bool led_ = false;
  std::unique_ptr<DatabaseConnection> connection_;  // the leader's
};

}  // namespace callboard::host
