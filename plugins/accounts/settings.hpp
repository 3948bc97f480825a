// [plugins.accounts], checked.
#pragma once

#include <callboard/config.hpp>

#include "session.hpp"

namespace accounts {

struct Settings {
  bool registration = true;              // whether strangers may register
  int least_password = 8;                // characters
  bool require_verified_email = false;   // whether an account signs in only once its address is confirmed
  std::vector<std::string> require_mfa;  // roles that need a second factor
  SessionTimes sessions;
  std::chrono::seconds token_lifetime{24 * 3600};  // of a bearer token
  unsigned hashing_threads = 0;                    // 0: one less than there are cores, at least one
  unsigned hashing_mib = 64;                       // the memory that one hash takes, and its time with it
  std::chrono::seconds journal_kept{365 * 86400};

  // Throws ConfigError.
  static Settings read(const callboard::Config& config);
};

}  // namespace accounts
