#include "session_authenticator.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr std::size_t kTokenLength = 43;

bool is_token(std::string_view text) {
  return text.size() == kTokenLength && text.find_first_not_of(
                                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                            "0123456789-_") == std::string_view::npos;
}

}  // namespace

std::optional<Visitor> SessionAuthenticator::authenticate(const Request& request) {
  const auto token = session_token(request);
  if (!token) return std::nullopt;
  auto session = database_.read_single([&](Transaction& tx) { return sessions_.find(tx, *token); });
  if (!session || lacks_second_factor(*session)) return std::nullopt;
  if (sessions_.is_due(*session)) {
    database_.transact_single([&](Transaction& tx) { sessions_.touch(tx, *session); });
  }
  Visitor visitor;
  visitor.kind = Visitor::Kind::Person;
  visitor.user = session->user;
  visitor.name = std::move(session->user_name);
  visitor.roles = std::move(session->roles);
  visitor.session = std::to_string(static_cast<std::int64_t>(session->id));
  visitor.recently_authenticated = sessions_.is_recent(*session);
  return visitor;
}

// The requirement may be newer than the session.
bool SessionAuthenticator::lacks_second_factor(const LiveSession& session) const {
  return !session.second_factor && std::any_of(mfa_roles_.begin(), mfa_roles_.end(), [&](const auto& role) {
    return std::find(session.roles.begin(), session.roles.end(), role) != session.roles.end();
  });
}

std::optional<std::string> session_token(const Request& request) {
  const auto cookie = request.cookie(cookie_name(request, kSessionCookie));
  if (!cookie || !is_token(*cookie)) return std::nullopt;
  return std::string(*cookie);
}

Cookie session_cookie(const Request& request, const SessionCookie& session) {
  return {cookie_name(request, kSessionCookie), session.token, session.max_age};
}

Cookie no_session_cookie(const Request& request) {
  return {cookie_name(request, kSessionCookie), "", std::chrono::seconds(0)};
}

}  // namespace accounts
