// The request that a thread is busy with: its id is put into every log line of that thread, without
// each function handing it down. Thread-local, since a thread answers one request at a time.
#pragma once

#include <string_view>

namespace callboard::host {

// From construction to destruction, on the thread that made it. Contexts nest: the inner one counts.
class LogContext {
 public:
  // `request` must outlive the context.
  explicit LogContext(std::string_view request) : outer_(current()) { current() = request; }
  ~LogContext() { current() = outer_; }
  LogContext(const LogContext&) = delete;
  LogContext& operator=(const LogContext&) = delete;

  // The calling thread's request id, or nothing outside of a request.
  static std::string_view request() { return current(); }

 private:
  static std::string_view& current() {
    thread_local std::string_view id;
    return id;
  }

  std::string_view outer_;
};

}  // namespace callboard::host
