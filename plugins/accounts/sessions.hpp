// Sessions: opened at sign-in under a fresh random token, which the browser keeps and we know only as a
// hash; rotated when somebody shows who he is again; ended at once. Thread-safe.
#pragma once

#include "session_repository.hpp"

namespace accounts {

// What goes into the browser's cookie.
struct SessionCookie {
  SessionId id{};
  std::string token;
  std::optional<std::chrono::seconds> max_age;  // "remember me"; otherwise it goes with the browser
};

class Sessions {
 public:
  Sessions(const SessionRepository& rows, const callboard::Clock& clock, SessionTimes times)
      : rows_(rows), clock_(clock), times_(times) {}

  struct Opening {
    UserId user{};
    Client client;
    bool remembered = false;
    bool second_factor = false;
  };
  SessionCookie open(callboard::Transaction& tx, const Opening& opening) const;

  // A new token for a session whose owner has just given the password; it counts as recently given.
  SessionCookie rotate(callboard::Transaction& tx, const LiveSession& session) const;

  std::optional<LiveSession> find(callboard::Transaction& tx, std::string_view token) const;
  // Whether its use is to be written down, which is done at most once a minute.
  bool is_due(const LiveSession& session) const;
  void touch(callboard::Transaction& tx, const LiveSession& session) const;
  bool is_recent(const LiveSession& session) const;

  const SessionRepository& rows() const { return rows_; }
  // For the jobs process.
  void sweep(callboard::Database& database) const;

 private:
  const SessionRepository& rows_;
  const callboard::Clock& clock_;
  SessionTimes times_;
};

// The visitor's own session; kNoSession for a token's bearer.
SessionId session_of(const callboard::Visitor& visitor);

}  // namespace accounts
