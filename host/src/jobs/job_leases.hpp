// Which host runs which job, agreed in the database.
#pragma once

#include <string>

#include "callboard/database.hpp"
#include "callboard/services.hpp"

namespace callboard::host {

// The hosts' clocks must agree to within a fraction of the lease. Thread-safe.
class JobLeases {
 public:
  virtual ~JobLeases() = default;

  // When the job may next be taken; the epoch where nobody ever took it.
  virtual Time ready_at(const std::string& job) = 0;
  // Whether it is `holder`'s now. `holder` is different at each attempt.
  virtual bool take(const std::string& job, const std::string& holder, Time now, Time until) = 0;
  // These answer false where the lease had ended and another holder took it.
  virtual bool renew(const std::string& job, const std::string& holder, Time until) = 0;
  virtual bool release(const std::string& job, const std::string& holder, Time due_at) = 0;
};

}  // namespace callboard::host
