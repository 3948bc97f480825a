#pragma once

#include "callboard/services.hpp"

namespace callboard::host {

class SystemClock : public Clock {
 public:
  Time now() const override { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }
};

}  // namespace callboard::host
