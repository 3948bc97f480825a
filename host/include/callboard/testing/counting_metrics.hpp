// Metrics that a test can read. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "callboard/services.hpp"

namespace callboard::testing {

class CountingMetrics : public Metrics {
 public:
  Counter& counter(std::string_view name, std::string_view) override {
    const std::lock_guard lock(mutex_);
    return counters_[std::string(name)];
  }
  // 0 for a counter that nobody made.
  std::uint64_t value(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const auto found = counters_.find(name);
    return found == counters_.end() ? 0 : found->second.value.load();
  }

 private:
  struct Number : Counter {
    void add(std::uint64_t n) override { value += n; }
    std::atomic<std::uint64_t> value = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Number, std::less<>> counters_;
};

}  // namespace callboard::testing
