#include "sql/write_queue.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "callboard/turn.hpp"
#include "sql/nesting_guard.hpp"

namespace callboard::host {
namespace {

// Nobody waits for more than this before the commit that is his own.
constexpr std::size_t kMostInOneCommit = 128;

}  // namespace

WriteQueue::WriteQueue(SqliteDialect dialect, std::chrono::milliseconds patience, const void* database, Log& log)
    : dialect_(std::move(dialect)), patience_(patience), database_(database), log_(log) {}

void WriteQueue::run(const Function& work) {
  Entry self{&work};
  give_up_turn();  // for somebody's sync of the disk, if not one's own
  {
    std::unique_lock lock(mutex_);
    waiting_.push_back(&self);
    if (led_) {
      const auto begun = [&] { return self.state != Entry::Waiting; };
      if (!self.wake.wait_for(lock, patience_, begun)) {
        std::erase(waiting_, &self);
        throw Unavailable(fmt::format("no turn to write to the database within {} ms", patience_.count()));
      }
      self.wake.wait(lock, [&] { return self.state != Entry::Running; });
    } else {
      led_ = true;
      self.state = Entry::Leading;
    }
  }
  if (self.state == Entry::Leading) lead();
  if (self.error) std::rethrow_exception(self.error);
}

std::size_t WriteQueue::waiting() {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

void WriteQueue::lead() { hand_over(run_batch()); }

void WriteQueue::hand_over(const Batch& finished) {
  const std::lock_guard lock(mutex_);
  for (Entry* entry : finished) {
    entry->state = Entry::Done;
    entry->wake.notify_one();
  }
  led_ = !waiting_.empty();
  if (!led_) return;
  waiting_.front()->state = Entry::Leading;
  waiting_.front()->wake.notify_one();
}

WriteQueue::Entry* WriteQueue::next(std::size_t batch_size) {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty() || batch_size == kMostInOneCommit) return nullptr;
  Entry* const entry = waiting_.front();
  waiting_.pop_front();
  entry->state = Entry::Running;
  return entry;
}

// The leader's own entry is the first one.
WriteQueue::Batch WriteQueue::run_batch() {
  Batch batch;
  batch.reserve(kMostInOneCommit);
  batch.push_back(next(0));
  try {
    const NestingGuard guard(database_);
    begin();
    run_in_savepoint(*batch.front());
    while (SqliteDialect::in_transaction(*connection_)) {
      Entry* const entry = next(batch.size());
      if (entry == nullptr) break;
      batch.push_back(entry);
      run_in_savepoint(*entry);
    }
    commit(batch);
  } catch (...) {
    roll_back();
    fail_all(batch, std::current_exception());
  }
  return batch;
}

void WriteQueue::begin() {
  if (!connection_) connection_ = std::make_unique<DatabaseConnection>(dialect_);
  connection_->start();
  dialect_.execute(*connection_, "BEGIN IMMEDIATE");
}

void WriteQueue::run_in_savepoint(Entry& entry) {
  dialect_.execute(*connection_, "SAVEPOINT one");
  connection_->start();
  bool good = false;
  try {
    ConnectionTransaction tx(*connection_);
    (*entry.work)(tx);
    good = connection_->state().failure == Failure::None;
    if (!good) entry.error = std::make_exception_ptr(Unavailable("database: " + connection_->state().why));
  } catch (...) {
    entry.error = std::current_exception();
  }
  SqliteDialect::finish_statements(*connection_);
  if (!SqliteDialect::in_transaction(*connection_)) return;
  if (!good) dialect_.execute(*connection_, "ROLLBACK TO one");
  dialect_.execute(*connection_, "RELEASE one");
}

void WriteQueue::commit(Batch& batch) {
  if (!SqliteDialect::in_transaction(*connection_)) {
    // Some errors make SQLite roll back everything, the innocent included.
    throw Unavailable("database: the transaction was rolled back: " + connection_->state().why);
  }
  try {
    dialect_.execute(*connection_, "COMMIT");
  } catch (const ConstraintViolation&) {
    // A deferred constraint speaks up only now, and not whose it is: each for himself.
    roll_back();
    if (batch.size() == 1) throw;
    for (Entry* entry : batch) run_alone(*entry);
  } catch (const Unavailable& error) {
    // After an I/O error the commit may lie in the log, whole, and come back to life when the log is read again.
    if (connection_->state().failure == Failure::LostSent) throw OutcomeUnknown(error.what());
    throw;
  }
}

void WriteQueue::run_alone(Entry& entry) {
  entry.error = nullptr;
  try {
    begin();
    run_in_savepoint(entry);
    Batch alone{&entry};
    commit(alone);
  } catch (...) {
    roll_back();
    entry.error = std::current_exception();
  }
}

void WriteQueue::roll_back() noexcept {
  if (!connection_) return;
  try {
    SqliteDialect::finish_statements(*connection_);
    if (SqliteDialect::in_transaction(*connection_)) dialect_.execute(*connection_, "ROLLBACK");
    if (connection_->state().failure != Failure::None) connection_.reset();
  } catch (...) {
    connection_.reset();
  }
}

void WriteQueue::fail_all(const Batch& batch, std::exception_ptr error) {
  std::string why = "unknown";
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    why = e.what();
  } catch (...) {
  }
  log_.error("database_commit_failed", {{"writers", batch.size()}, {"error", why}});
  for (Entry* entry : batch) entry->error = error;
}

}  // namespace callboard::host
