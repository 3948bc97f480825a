// Who is told of statements that take long.
#pragma once

#include <chrono>
#include <string_view>

namespace callboard::host {

// Thread-safe.
class StatementWatch {
 public:
  virtual ~StatementWatch() = default;
  virtual std::chrono::milliseconds slow_from() const = 0;
  // Called by the thread that ran it, so it is quick and never throws. `text` has placeholders, never values.
  virtual void slow(std::string_view text, std::chrono::microseconds took) noexcept = 0;
};

}  // namespace callboard::host
