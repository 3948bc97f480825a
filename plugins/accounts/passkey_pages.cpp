#include "passkey_pages.hpp"

#include <callboard/encoding.hpp>
#include <callboard/json_body.hpp>
#include <callboard/moment.hpp>

#include "client.hpp"
#include "session_authenticator.hpp"
#include "sign_in_pages.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kPasskeysPage = "/account/passkeys";

json row_of(const Passkey& passkey) {
  json row{{"id", static_cast<std::int64_t>(passkey.id)},
           {"label", passkey.label},
           {"backed_up", passkey.backed_up},
           {"created_at", moment(passkey.created_at, MomentStyle::Date)}};
  if (passkey.last_used_at) row["last_used_at"] = moment(*passkey.last_used_at);
  return row;
}

// Null where there is none: what reads it says what is missing.
json member_or_null(const json& body, const char* name) { return body.value(name, json()); }

// Where the browser's own flow goes on after the sign-in.
std::string next_of(const json& body) {
  const auto next = optional_text(body, "next").value_or("");
  return is_same_site_path(next) ? next : "/profile";
}

Text refusal_of(PasskeySignIn::Outcome outcome) {
  switch (outcome) {
    case PasskeySignIn::Outcome::Disabled: return _("This account is disabled. Ask the school's office.");
    case PasskeySignIn::Outcome::Unverified:
      return _("Confirm your e-mail address first: open the link that was sent to you.");
    default: return _("This passkey was not accepted. Try again, or sign in with your password.");
  }
}

}  // namespace

Response PasskeyPages::list(const Visitor& visitor) const {
  auto rows = json::array();
  for (const auto& passkey : parts_.passkeys.list(visitor)) rows.push_back(row_of(passkey));
  const bool full = rows.size() >= Passkeys::kMost;
  return parts_.view.render("accounts/passkeys", {{"passkeys", std::move(rows)}, {"full", full}, {"addable", !full}});
}

Response PasskeyPages::rename(const Request& request, const Visitor& visitor) const {
  const auto fault = parts_.passkeys.rename(visitor, request.path<PasskeyId>("id"), request.form().value("label"));
  if (fault) return see_other(kPasskeysPage).flash(*fault, Flash::Kind::Danger);
  return see_other(kPasskeysPage).flash(_("The passkey has a new name."));
}

Response PasskeyPages::remove(const Request& request, const Visitor& visitor) const {
  const auto session = parts_.passkeys.remove(visitor, request.path<PasskeyId>("id"),
                                              session_token(request).value_or(""), client_of(request));
  return see_other(kPasskeysPage)
      .cookie(session_cookie(request, session))
      .flash(_("The passkey was removed. Delete it on your device too."), Flash::Kind::Warning);
}

Response PasskeyPages::ask_to_add(const Visitor& visitor) const { return Response::json(parts_.passkeys.ask(visitor)); }

Response PasskeyPages::add(const Request& request, const Visitor& visitor) const {
  const auto body = request.json();
  const auto number = static_cast<long long>(parts_.passkeys.list(visitor).size()) + 1;
  const auto usual = parts_.view.translate(_("Passkey {number}").with("number", number), request.language());
  const auto session = parts_.passkeys.add(visitor, {required_text(body, "state"), member_or_null(body, "credential"),
                                                     optional_text(body, "label").value_or(""), usual,
                                                     session_token(request).value_or(""), client_of(request)});
  return Response::json({{"next", kPasskeysPage}}, HttpStatus::Created)
      .cookie(session_cookie(request, session))
      .flash(_("The passkey was added. You can sign in with it from now on."));
}

Response PasskeyPages::ask_to_sign_in() const {
  return Response::json(parts_.sign_in.ask()).header("Cache-Control", "no-store");
}

Response PasskeyPages::sign_in(const Request& request) const {
  const auto body = request.json();
  const auto result = parts_.sign_in.sign_in({required_text(body, "state"), member_or_null(body, "credential"),
                                              member_or_null(body, "remember") == true, client_of(request)});
  if (result.outcome != PasskeySignIn::Outcome::Done) {
    throw Unauthorized("passkey refused", refusal_of(result.outcome));
  }
  return Response::json({{"next", next_of(body)}})
      .cookie(session_cookie(request, result.session))
      .cookie(device_cookie(request, parts_.limits, result.user));
}

}  // namespace accounts
