// Keeps threads from waiting, one after another, for a server that does not answer: after a failure to connect, all
// but one thread are refused at once, and that one tries again after a moment. Thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>

#include "callboard/services.hpp"

namespace callboard::host {

class Circuit {
 public:
  explicit Circuit(Log& log) : log_(log) {}

  // Runs `connect` or throws Unavailable. What `connect` throws opens the circuit and goes on to the caller.
  template <typename Connect>
  auto through(Connect&& connect) {
    enter();
    try {
      auto result = connect();
      succeeded();
      return result;
    } catch (const std::exception& error) {
      failed(error.what());
      throw;
    }
  }

 private:
  void enter();
  void succeeded();
  void failed(const char* why);

  Log& log_;
  std::mutex mutex_;
  bool open_ = false;
  bool probing_ = false;
  std::chrono::steady_clock::time_point next_try_;
  std::string why_;
};

}  // namespace callboard::host
