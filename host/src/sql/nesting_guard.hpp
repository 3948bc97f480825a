// A transaction inside a transaction would wait for itself: on SQLite for the one writer connection, else for the
// pool. So it is refused at once.
#pragma once

namespace callboard::host {

class NestingGuard {
 public:
  // Throws std::logic_error where this thread is inside a transaction of `database` already.
  explicit NestingGuard(const void* database);
  ~NestingGuard();
  NestingGuard(const NestingGuard&) = delete;
  NestingGuard& operator=(const NestingGuard&) = delete;

 private:
  const void* database_;
  const NestingGuard* outer_;
};

}  // namespace callboard::host
