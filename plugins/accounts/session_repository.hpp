// Sessions as they are kept. Every function runs inside the caller's transaction. Thread-safe.
#pragma once

#include <optional>

#include "session.hpp"

namespace accounts {

class SessionRepository {
 public:
  virtual ~SessionRepository() = default;

  virtual SessionId add(callboard::Transaction& tx, const NewSession& session) const = 0;
  // Nothing where there is none, it is over, or its owner is disabled.
  virtual std::optional<LiveSession> find(callboard::Transaction& tx, const std::string& token_hash,
                                          Time now) const = 0;
  virtual void touch(callboard::Transaction& tx, SessionId id, Time now, Time idle_until) const = 0;
  // Another token from now on, and the password counts as given at `authenticated_at`.
  virtual void rotate(callboard::Transaction& tx, SessionId id, const std::string& token_hash,
                      Time authenticated_at) const = 0;
  // Its owner has shown a second factor.
  virtual void set_second_factor(callboard::Transaction& tx, SessionId id) const = 0;
  virtual bool remove(callboard::Transaction& tx, UserId user, SessionId id) const = 0;
  // All of that user's but `kept`; returns how many.
  virtual long long remove_all(callboard::Transaction& tx, UserId user, SessionId kept) const = 0;
  virtual std::vector<Session> list(callboard::Transaction& tx, UserId user, Time now) const = 0;
  // What a form held that could not be accepted, to be shown on the next page; empty: nothing.
  virtual void keep_draft(callboard::Transaction& tx, SessionId id, const std::string& draft) const = 0;
  virtual std::string draft(callboard::Transaction& tx, SessionId id) const = 0;
  // Those that are over; at most `most` at a time.
  virtual long long sweep(callboard::Transaction& tx, Time now, int most) const = 0;
};

inline constexpr SessionId kNoSession{0};

}  // namespace accounts
