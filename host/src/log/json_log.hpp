// The Log of the host's processes: a line of JSON for each event, on stderr, where systemd or the
// terminal collects them.
#pragma once

#include <memory>

#include <unistd.h>

#include "callboard/services.hpp"

namespace spdlog {
class logger;
}

namespace callboard::host {

// Thread-safe, and usable on both sides of a fork as long as only one thread runs at the fork.
class JsonLog : public Log {
 public:
  // `descriptor` is not owned. What is below `least` is not written.
  explicit JsonLog(Level least = Level::Info, int descriptor = STDERR_FILENO);
  ~JsonLog() override;
  void write(Level level, std::string_view event, nlohmann::json details) override;

 private:
  std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace callboard::host
