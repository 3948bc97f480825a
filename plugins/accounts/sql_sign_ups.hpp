// How many accounts were made in each of some spans of time.
#pragma once

#include <vector>

#include <callboard/database.hpp>
#include <callboard/services.hpp>

namespace accounts {

class SqlSignUps {
 public:
  // In `count` spans that follow each other from `from` on.
  static std::vector<long long> by_span(callboard::Transaction& tx, callboard::Time from,
                                        std::chrono::microseconds span, std::size_t count);
  static const char* statement();  // for a test of its plan
};

}  // namespace accounts
