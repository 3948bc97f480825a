// Many callers who want the same kind of thing at the same moment are served together: the first goes at once, alone;
// who comes while he is at work waits, and the next batch takes them all. So what costs the same for one and for fifty
// (a statement's round trip and plan, a commit's sync of the disk) is paid once for the batch, no timer delays anybody,
// and under no load nothing is different.
//
//   Coalescer<Request, Answer> coalescer([&](std::span<Coalescer<Request, Answer>::Call*> batch) {
//     for (auto* call : batch) call->answer(…call->request()…);
//   });
//   const auto answer = coalescer.run(request);   // on each of many threads
//
// A batch begins after each of its callers came, so what it reads is never older than the request.
//
// Thread-safe. Not from within a transaction, which would hold a connection that the batch may need.
#pragma once

#include <semaphore.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "callboard/turn.hpp"

namespace callboard {

template <typename Request, typename Answer>
class Coalescer {
 public:
  // One caller's part in a batch.
  class Call {
   public:
    explicit Call(const Request& request) : request_(request) { ::sem_init(&wake_, 0, 0); }
    ~Call() { ::sem_destroy(&wake_); }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    const Request& request() const { return request_; }
    void answer(Answer answer) { answer_.emplace(std::move(answer)); }
    // What run() throws in its caller.
    void fail(std::exception_ptr error) { error_ = std::move(error); }

   private:
    friend Coalescer;
    void sleep() noexcept {
      while (::sem_wait(&wake_) != 0 && errno == EINTR) {
      }
    }
    Answer take() {
      if (error_) std::rethrow_exception(error_);
      if (!answer_) throw std::logic_error("a batch left a call without an answer");
      return std::move(*answer_);
    }

    const Request& request_;
    std::optional<Answer> answer_;
    std::exception_ptr error_;
    bool leads_ = false;
    sem_t wake_{};  // unlike a condition variable it is not woken into a lock that the others want too
  };

  // Answers or fails each call of the batch; what it throws itself, each of them is thrown.
  using Work = std::function<void(std::span<Call* const>)>;

  // At most `most` calls in a batch, and `at_once` batches at a time.
  explicit Coalescer(Work work, std::size_t most = 64, unsigned at_once = 1)
      : work_(std::move(work)), most_(std::max<std::size_t>(1, most)), at_once_(std::max(1U, at_once)) {}
  Coalescer(const Coalescer&) = delete;
  Coalescer& operator=(const Coalescer&) = delete;

  // Returns this caller's answer when its batch is done, or throws what it was failed with.
  Answer run(const Request& request) {
    Call self(request);
    give_up_turn();
    if (joins(self)) self.sleep();
    if (self.leads_) lead(self);
    return self.take();
  }

  // Callers whose batch has not begun: to look at, it may have changed already.
  std::size_t waiting() {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }

 private:
  using Batch = std::vector<Call*>;

  // Whether to wait: for an answer, or until it leads. Who does not have to wait leads.
  bool joins(Call& self) {
    const std::lock_guard lock(mutex_);
    if (leaders_ == at_once_) {
      waiting_.push_back(&self);
      return true;
    }
    ++leaders_;
    self.leads_ = true;
    return false;
  }

  void lead(Call& self) {
    Batch batch{&self};
    try {
      gather(batch);
      work_(batch);
    } catch (...) {
      for (Call* call : batch) call->fail(std::current_exception());
    }
    appoint_next();
    for (Call* call : batch) {
      if (call != &self) ::sem_post(&call->wake_);  // it may be gone as soon as it is woken
    }
  }

  void gather(Batch& batch) {
    batch.reserve(most_);  // nothing below throws
    const std::lock_guard lock(mutex_);
    while (!waiting_.empty() && batch.size() < most_) {
      batch.push_back(waiting_.front());
      waiting_.pop_front();
    }
  }

  // Before the others are woken, so that the next batch is on its way meanwhile.
  void appoint_next() noexcept {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
      --leaders_;
      return;
    }
    Call* const next = waiting_.front();
    waiting_.pop_front();
    next->leads_ = true;
    ::sem_post(&next->wake_);
  }

  const Work work_;
  const std::size_t most_;
  const unsigned at_once_;

  std::mutex mutex_;
  std::deque<Call*> waiting_;
  unsigned leaders_ = 0;
};

}  // namespace callboard
