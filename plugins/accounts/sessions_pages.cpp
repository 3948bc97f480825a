#include "sessions_pages.hpp"

#include <charconv>

#include <callboard/moment.hpp>

#include "client.hpp"
#include "session_authenticator.hpp"
#include "user_agent.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kSessionsPage = "/account/sessions";

json row_of(const Session& session, SessionId own) {
  return {{"id", static_cast<std::int64_t>(session.id)},
          {"device", device_name(session.agent)},
          {"address", session.address},
          {"since", moment(session.created_at)},
          {"seen", moment(session.last_seen_at)},
          {"this_device", session.id == own},
          {"remembered", session.remembered}};
}

// What is no number is nobody's session.
SessionId asked_session(const Request& request) {
  const auto text = request.form().value("session");
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  return error == std::errc() && end == text.data() + text.size() ? SessionId{id} : kNoSession;
}

}  // namespace

Response SessionsPages::list(const Visitor& visitor) const {
  const auto sessions = devices_.list(visitor);
  const auto own = session_of(visitor);
  auto rows = json::array();
  for (const auto& session : sessions) rows.push_back(row_of(session, own));
  const bool others =
      std::any_of(sessions.begin(), sessions.end(), [&](const Session& session) { return session.id != own; });
  return view_.render("accounts/sessions", {{"sessions", std::move(rows)}, {"others", others}});
}

Response SessionsPages::revoke(const Request& request, const Visitor& visitor) const {
  if (request.form().value("others") == "1") return revoke_others(request, visitor);
  const auto id = asked_session(request);
  if (!devices_.end(visitor, id, client_of(request))) {
    return see_other(kSessionsPage).flash(_("This device is signed out already."), Flash::Kind::Info);
  }
  if (id == session_of(visitor)) {
    return see_other("/login").cookie(no_session_cookie(request)).flash(_("You are signed out."), Flash::Kind::Info);
  }
  return see_other(kSessionsPage).flash(_("The device is signed out."));
}

Response SessionsPages::revoke_others(const Request& request, const Visitor& visitor) const {
  const auto ended = devices_.end_others(visitor, client_of(request));
  if (ended == 0) return see_other(kSessionsPage).flash(_("No other device is signed in."), Flash::Kind::Info);
  return see_other(kSessionsPage)
      .flash(plural("{count} other device is signed out.", "{count} other devices are signed out.", ended));
}

}  // namespace accounts
