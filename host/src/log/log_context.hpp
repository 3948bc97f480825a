// The request that a thread is busy with: its id is put into every log line of that thread.
#pragma once

#include <string>
#include <string_view>

namespace callboard::host {

// From construction to destruction, on the thread that made it. May be nested: the inner one counts.
class LogContext {
 public:
  explicit LogContext(std::string request);
  ~LogContext();
  LogContext(const LogContext&) = delete;
  LogContext& operator=(const LogContext&) = delete;

  // The calling thread's request id, or nothing outside of a request.
  static std::string_view request();

 private:
  std::string request_;
  const LogContext* outer_;
};

}  // namespace callboard::host
