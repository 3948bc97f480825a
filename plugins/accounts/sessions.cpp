#include "sessions.hpp"

#include <charconv>

#include <callboard/crypto.hpp>

namespace accounts {

using namespace callboard;

namespace {

std::optional<std::chrono::seconds> cookie_age(bool remembered, Time expires, Time now) {
  if (!remembered) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::seconds>(expires - now);
}

}  // namespace

SessionCookie Sessions::open(Transaction& tx, const Opening& opening) const {
  const auto now = clock_.now();
  const auto token = random_token();
  const Time expires = now + times_.absolute_of(opening.remembered);
  const Time idle = std::min(expires, Time(now + times_.idle_of(opening.remembered)));
  const auto id = rows_.add(tx, {sha256_hex(token), opening.user, now, idle, expires, opening.remembered,
                                 opening.second_factor, opening.client});
  return {id, token, cookie_age(opening.remembered, expires, now)};
}

SessionCookie Sessions::rotate(Transaction& tx, const LiveSession& session) const {
  const auto now = clock_.now();
  const auto token = random_token();
  rows_.rotate(tx, session.id, sha256_hex(token), now);
  return {session.id, token, cookie_age(session.remembered, session.expires_at, now)};
}

std::optional<LiveSession> Sessions::find(Transaction& tx, std::string_view token) const {
  return rows_.find(tx, sha256_hex(token), clock_.now());
}

bool Sessions::is_due(const LiveSession& session) const {
  return clock_.now() - session.last_seen_at >= std::chrono::minutes(1);
}

void Sessions::touch(Transaction& tx, const LiveSession& session) const {
  const auto now = clock_.now();
  rows_.touch(tx, session.id, now, std::min(session.expires_at, Time(now + times_.idle_of(session.remembered))));
}

bool Sessions::is_recent(const LiveSession& session) const {
  return clock_.now() - session.authenticated_at < times_.recent;
}

void Sessions::sweep(Database& database) const {
  constexpr int kPortion = 500;
  while (database.transact_single([&](Transaction& tx) { return rows_.sweep(tx, clock_.now(), kPortion); }) ==
         kPortion) {
  }
}

SessionId session_of(const Visitor& visitor) {
  long long id = 0;
  std::from_chars(visitor.session.data(), visitor.session.data() + visitor.session.size(), id);
  return SessionId{id};
}

}  // namespace accounts
