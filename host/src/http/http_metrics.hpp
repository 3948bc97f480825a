// Counts of what was answered and how long it took, as Prometheus expects a histogram. Thread-safe.
#pragma once

#include <array>
#include <chrono>

#include "callboard/http_status.hpp"
#include "callboard/services.hpp"

namespace callboard::host {

class HttpMetrics {
 public:
  explicit HttpMetrics(Metrics& metrics);
  void count(HttpStatus status, std::chrono::microseconds took);

 private:
  static constexpr std::array<long, 8> kBounds{500, 1'000, 5'000, 20'000, 100'000, 500'000, 2'000'000, 10'000'000};

  std::array<Counter*, 5> by_class_{};
  std::array<Counter*, kBounds.size() + 1> buckets_{};
  Counter& total_;
  Counter& sum_;
};

}  // namespace callboard::host
