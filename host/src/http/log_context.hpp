// Which request this thread is answering, so that every line it logs can carry the request's id
// without each function handing it down. Thread-local: a thread answers one request at a time.
#pragma once

#include <string_view>

namespace callboard::host {

class LogContext {
 public:
  // `request_id` must outlive this object. Contexts nest.
  explicit LogContext(std::string_view request_id) : outer_(current()) { current() = request_id; }
  ~LogContext() { current() = outer_; }
  LogContext(const LogContext&) = delete;
  LogContext& operator=(const LogContext&) = delete;

  // Empty outside of a request.
  static std::string_view request_id() { return current(); }

 private:
  static std::string_view& current() {
    thread_local std::string_view id;
    return id;
  }
  std::string_view outer_;
};

}  // namespace callboard::host
