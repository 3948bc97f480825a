// sql/accounts: accounts_sessions. Thread-safe.
#pragma once

#include "session_repository.hpp"

namespace accounts {

class SqlSessionRepository : public SessionRepository {
 public:
  SessionId add(callboard::Transaction& tx, const NewSession& session) const override;
  std::optional<LiveSession> find(callboard::Transaction& tx, const std::string& token_hash, Time now) const override;
  void touch(callboard::Transaction& tx, SessionId id, Time now, Time idle_until) const override;
  void rotate(callboard::Transaction& tx, SessionId id, const std::string& token_hash,
              Time authenticated_at) const override;
  void set_second_factor(callboard::Transaction& tx, SessionId id) const override;
  bool remove(callboard::Transaction& tx, UserId user, SessionId id) const override;
  long long remove_all(callboard::Transaction& tx, UserId user, SessionId kept) const override;
  std::vector<Session> list(callboard::Transaction& tx, UserId user, Time now) const override;
  void keep_draft(callboard::Transaction& tx, SessionId id, const std::string& draft) const override;
  std::string draft(callboard::Transaction& tx, SessionId id) const override;
  long long sweep(callboard::Transaction& tx, Time now, int most) const override;

  // The statement that runs at each request of somebody who is signed in; its plan is asserted.
  static const char* find_statement();
};

}  // namespace accounts
