// How long to wait before a process that died is started again: not at all the first time, then
// longer and longer, and from the beginning once it has lived for a while.
#pragma once

#include <algorithm>
#include <chrono>

namespace callboard::host {

struct BackoffLimits {
  std::chrono::milliseconds first{250};
  std::chrono::milliseconds longest{10000};
  std::chrono::milliseconds forgotten_after{60000};
};

class Backoff {
 public:
  explicit Backoff(BackoffLimits limits) : limits_(limits) {}

  std::chrono::milliseconds next(std::chrono::milliseconds lived) {
    if (lived >= limits_.forgotten_after) next_ = {};
    const auto now = next_;
    next_ = std::clamp(next_ * 2, limits_.first, limits_.longest);
    return now;
  }

 private:
  BackoffLimits limits_;
  std::chrono::milliseconds next_{};
};

}  // namespace callboard::host
