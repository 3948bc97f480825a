// A browser that is signed in, and how long that lasts.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "user.hpp"

namespace accounts {

enum class SessionId : std::int64_t {};

struct SessionTimes {
  std::chrono::seconds idle{12 * 3600};              // without use
  std::chrono::seconds absolute{7 * 86400};          // in any case
  std::chrono::seconds remembered_idle{30 * 86400};  // the same for "remember me"
  std::chrono::seconds remembered_absolute{180 * 86400};
  std::chrono::seconds recent{15 * 60};  // how long a password that was given counts as recently given

  std::chrono::seconds idle_of(bool remembered) const { return remembered ? remembered_idle : idle; }
  std::chrono::seconds absolute_of(bool remembered) const { return remembered ? remembered_absolute : absolute; }
};

struct NewSession {
  std::string token_hash;
  UserId user{};
  Time now;
  Time idle_until;
  Time expires_at;
  bool remembered = false;
  bool second_factor = false;
  Client client;
};

// A session as its owner sees it.
struct Session {
  SessionId id{};
  Time created_at;
  Time last_seen_at;
  bool remembered = false;
  std::string address;
  std::string agent;
};

// A session as each request needs it, with its owner's state: one read.
struct LiveSession {
  SessionId id{};
  UserId user{};
  std::string user_name;
  std::vector<std::string> roles;
  Time last_seen_at;
  Time idle_until;
  Time expires_at;
  Time authenticated_at;
  bool remembered = false;
  bool second_factor = false;
};

}  // namespace accounts
