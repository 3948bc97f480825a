#include "sql_session_repository.hpp"

#include <callboard/sql.hpp>

#include "sql_user_repository.hpp"

namespace accounts {

using namespace callboard;

namespace {

class FindSession : public Kept {
 public:
  explicit FindSession(Transaction& tx)
      : statement_((tx.sql().prepare << SqlSessionRepository::find_statement(), soci::use(hash_, "hash"),
                    soci::use(now_, "now"), soci::into(id_), soci::into(user_), soci::into(found_.user_name),
                    soci::into(roles_), soci::into(last_seen_), soci::into(idle_until_), soci::into(expires_),
                    soci::into(authenticated_), soci::into(remembered_), soci::into(second_factor_))) {}

  std::optional<LiveSession> execute(const std::string& hash, Time now) {
    hash_ = hash;
    now_ = to_sql(now);
    if (!statement_.execute(true)) return std::nullopt;
    found_.id = SessionId{id_};
    found_.user = UserId{user_};
    found_.roles = split_roles(roles_);
    found_.last_seen_at = time_from_sql(last_seen_);
    found_.idle_until = time_from_sql(idle_until_);
    found_.expires_at = time_from_sql(expires_);
    found_.authenticated_at = time_from_sql(authenticated_);
    found_.remembered = remembered_ != 0;
    found_.second_factor = second_factor_ != 0;
    return found_;
  }

 private:
  std::string hash_, roles_;
  long long now_ = 0, id_ = 0, user_ = 0, last_seen_ = 0, idle_until_ = 0, expires_ = 0, authenticated_ = 0,
            remembered_ = 0, second_factor_ = 0;
  LiveSession found_;
  soci::statement statement_;
};

}  // namespace

const char* SqlSessionRepository::find_statement() {
  return R"sql(
      SELECT s.id, s.user_id, u.name,
             COALESCE((SELECT GROUP_CONCAT(r.role) FROM accounts_roles r WHERE r.user_id = s.user_id), ''),
             s.last_seen_at, s.idle_until, s.expires_at, s.authenticated_at, s.remembered, s.second_factor
        FROM accounts_sessions s JOIN accounts_users u ON u.id = s.user_id
       WHERE s.token_hash = :hash AND s.idle_until > :now AND s.expires_at > :now AND u.disabled_at IS NULL)sql";
}

SessionId SqlSessionRepository::add(Transaction& tx, const NewSession& session) const {
  const auto user = to_sql(session.user), now = to_sql(session.now), idle = to_sql(session.idle_until),
             expires = to_sql(session.expires_at);
  const int remembered = session.remembered, second_factor = session.second_factor;
  tx.sql() << R"sql(
      INSERT INTO accounts_sessions (token_hash, user_id, created_at, last_seen_at, idle_until, expires_at,
                                     authenticated_at, remembered, second_factor, address, agent)
      VALUES (:hash, :user, :now, :now, :idle, :expires, :now, :remembered, :second_factor, :address, :agent))sql",
      soci::use(session.token_hash, "hash"), soci::use(user, "user"), soci::use(now, "now"), soci::use(idle, "idle"),
      soci::use(expires, "expires"), soci::use(remembered, "remembered"), soci::use(second_factor, "second_factor"),
      soci::use(session.client.address, "address"), soci::use(session.client.agent, "agent");
  return last_insert_id<SessionId>(tx);
}

std::optional<LiveSession> SqlSessionRepository::find(Transaction& tx, const std::string& token_hash, Time now) const {
  return tx.kept<FindSession>().execute(token_hash, now);
}

void SqlSessionRepository::touch(Transaction& tx, SessionId id, Time now, Time idle_until) const {
  const auto key = to_sql(id), when = to_sql(now), idle = to_sql(idle_until);
  tx.sql() << "UPDATE accounts_sessions SET last_seen_at = :now, idle_until = :idle WHERE id = :id",
      soci::use(when, "now"), soci::use(idle, "idle"), soci::use(key, "id");
}

void SqlSessionRepository::rotate(Transaction& tx, SessionId id, const std::string& token_hash,
                                  Time authenticated_at) const {
  const auto key = to_sql(id), when = to_sql(authenticated_at);
  tx.sql() << "UPDATE accounts_sessions SET token_hash = :hash, authenticated_at = :at WHERE id = :id",
      soci::use(token_hash, "hash"), soci::use(when, "at"), soci::use(key, "id");
}

void SqlSessionRepository::set_second_factor(Transaction& tx, SessionId id) const {
  const auto key = to_sql(id);
  tx.sql() << "UPDATE accounts_sessions SET second_factor = 1 WHERE id = :id", soci::use(key, "id");
}

bool SqlSessionRepository::remove(Transaction& tx, UserId user, SessionId id) const {
  const auto key = to_sql(id), owner = to_sql(user);
  soci::statement remove = (tx.sql().prepare << "DELETE FROM accounts_sessions WHERE id = :id AND user_id = :user",
                            soci::use(key, "id"), soci::use(owner, "user"));
  return affected_rows(remove) == 1;
}

long long SqlSessionRepository::remove_all(Transaction& tx, UserId user, SessionId kept) const {
  const auto owner = to_sql(user), spared = to_sql(kept);
  soci::statement remove = (tx.sql().prepare << "DELETE FROM accounts_sessions WHERE user_id = :user AND id <> :kept",
                            soci::use(owner, "user"), soci::use(spared, "kept"));
  return affected_rows(remove);
}

std::vector<Session> SqlSessionRepository::list(Transaction& tx, UserId user, Time now) const {
  const auto owner = to_sql(user), when = to_sql(now);
  long long id = 0, created = 0, seen = 0, remembered = 0;
  Session session;
  soci::statement select =
      (tx.sql().prepare << R"sql(
      SELECT id, created_at, last_seen_at, remembered, address, agent FROM accounts_sessions
       WHERE user_id = :user AND idle_until > :now AND expires_at > :now ORDER BY last_seen_at DESC LIMIT 200)sql",
       soci::use(owner, "user"), soci::use(when, "now"), soci::into(id), soci::into(created), soci::into(seen),
       soci::into(remembered), soci::into(session.address), soci::into(session.agent));
  select.execute();
  std::vector<Session> sessions;
  while (select.fetch()) {
    session.id = SessionId{id};
    session.created_at = time_from_sql(created);
    session.last_seen_at = time_from_sql(seen);
    session.remembered = remembered != 0;
    sessions.push_back(session);
  }
  return sessions;
}

void SqlSessionRepository::keep_draft(Transaction& tx, SessionId id, const std::string& draft) const {
  const auto key = to_sql(id);
  auto there = draft.empty() ? soci::i_null : soci::i_ok;
  tx.sql() << "UPDATE accounts_sessions SET draft = :draft WHERE id = :id", soci::use(draft, there, "draft"),
      soci::use(key, "id");
}

std::string SqlSessionRepository::draft(Transaction& tx, SessionId id) const {
  const auto key = to_sql(id);
  std::string draft;
  tx.sql() << "SELECT COALESCE(draft, '') FROM accounts_sessions WHERE id = :id", soci::use(key, "id"),
      soci::into(draft);
  return draft;
}

// Over when idle for too long: `idle_until` never lies beyond `expires_at`.
long long SqlSessionRepository::sweep(Transaction& tx, Time now, int most) const {
  return erase_oldest(tx, "accounts_sessions", "id", "idle_until", now, most);
}

}  // namespace accounts
