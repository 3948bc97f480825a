// When a mail that could not be sent is tried again.
#pragma once

#include <chrono>
#include <optional>

namespace callboard::host {

// After `attempts` tries of a mail that has been waiting for `age`: 1 minute, then twice as long each
// time, at most 4 hours, give or take a fifth (`random` from 0 to 1 says where in between), so that mails
// which failed together do not come back together. Nothing after two days: give up.
std::optional<std::chrono::microseconds> retry_after(int attempts, std::chrono::microseconds age, double random);

// How long to leave a server alone that could not be reached `failures` times in a row: 5 s to 5 min.
std::chrono::microseconds pause_after(int failures);

}  // namespace callboard::host
