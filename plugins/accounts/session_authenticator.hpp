// Recognises a person by the session cookie: one read a request, and at most one write a minute. Thread-safe.
#pragma once

#include <callboard/router.hpp>

#include "sessions.hpp"

namespace accounts {

inline constexpr std::string_view kSessionCookie = "session";

class SessionAuthenticator : public callboard::Authenticator {
 public:
  SessionAuthenticator(callboard::Database& database, const Sessions& sessions, std::vector<std::string> mfa_roles)
      : database_(database), sessions_(sessions), mfa_roles_(std::move(mfa_roles)) {}

  callboard::Visitor::Kind recognises() const override { return callboard::Visitor::Kind::Person; }
  std::optional<callboard::Visitor> authenticate(const callboard::Request& request) override;

 private:
  bool lacks_second_factor(const LiveSession& session) const;

  callboard::Database& database_;
  const Sessions& sessions_;
  std::vector<std::string> mfa_roles_;
};

// The session that the request's cookie names.
std::optional<std::string> session_token(const callboard::Request& request);
callboard::Cookie session_cookie(const callboard::Request& request, const SessionCookie& session);
callboard::Cookie no_session_cookie(const callboard::Request& request);

}  // namespace accounts
