// A log that keeps what was written, for tests that assert on it.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "callboard/services.hpp"

namespace callboard::testing {

class RecordingLog : public Log {
 public:
  struct Line {
    Level level;
    std::string event;
    nlohmann::json details;
  };
  void write(Level level, std::string_view event, nlohmann::json details) override {
    const std::lock_guard lock(mutex_);
    lines_.push_back({level, std::string(event), std::move(details)});
  }
  std::vector<Line> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Line> lines_;
};

}  // namespace callboard::testing
