// [plugins.courses] of the configuration. Immutable.
#pragma once

#include <chrono>

#include <callboard/config.hpp>

namespace courses {

struct Settings {
  // Throws ConfigError.
  static Settings read(const callboard::Config& config);

  std::chrono::hours offer_time{48};       // how long a freed place is held for one who waits
  std::chrono::hours invitation_time{72};  // how long a partner may think
  std::chrono::hours cancel_until{24};     // before the first lesson; later only the school cancels
};

}  // namespace courses
