#include "mfa_sign_in_pages.hpp"

#include "client.hpp"
#include "session_authenticator.hpp"
#include "sign_in_pages.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr const char* kEnrol = "/login/mfa";

std::string pending_token(const Request& request) {
  return std::string(request.cookie(cookie_name(request, kPendingCookie)).value_or(""));
}

Cookie no_pending_cookie(const Request& request) {
  return {cookie_name(request, kPendingCookie), "", std::chrono::seconds(0)};
}

MfaSignIn::Attempt code_attempt_of(const Request& request) {
  return {pending_token(request), request.form().value("code"), device_of(request), client_of(request)};
}

// For the form; empty where the request names none.
std::string next_or_none(const Request& request) { return next_query(request).empty() ? "" : next_of(request); }

}  // namespace

Response MfaSignInPages::ask(const Request& request) const {
  const auto waiter = parts_.sign_in.waiter(pending_token(request));
  if (!waiter) return begin_again(request);
  if (!waiter->has_codes) return see_other(kEnrol + next_query(request));
  const bool recovery = request.query("recovery").has_value();
  return parts_.view.render("accounts/mfa_code", {{"next", next_or_none(request)}, {"recovery", recovery}})
      .header("Cache-Control", "no-store");
}

Response MfaSignInPages::sign_in(const Request& request) const try {
  const auto result = parts_.sign_in.sign_in(code_attempt_of(request));
  switch (result.outcome) {
    case MfaSignIn::Outcome::Expired: return begin_again(request);
    case MfaSignIn::Outcome::WrongCode:
      return refuse(request, _("This code is not right, or was used already. Try the next one."),
                    HttpStatus::UnprocessableContent);
    case MfaSignIn::Outcome::Done: break;
  }
  return signed_in(request, result, next_of(request));
} catch (const TooMany& refusal) {
  return refuse(request, refusal.public_text(), HttpStatus::TooManyRequests).header("Retry-After", wait_of(refusal));
}

Response MfaSignInPages::refuse(const Request& request, Text why, HttpStatus status) const {
  Faults faults;
  faults.add("code", why);
  return parts_.view
      .render(
          "accounts/mfa_code",
          {{"next", next_or_none(request)}, {"recovery", request.form().has("recovery")}, {"faults", faults.json()}},
          status)
      .flash(std::move(why), Flash::Kind::Danger);
}

Response MfaSignInPages::ask_to_enrol(const Request& request) const {
  const auto waiter = parts_.sign_in.waiter(pending_token(request));
  if (!waiter) return begin_again(request);
  if (waiter->has_codes) return see_other("/login/code" + next_query(request));
  return parts_.setup.ask({kEnrol, waiter->name, next_or_none(request), true, parts_.sign_in.offer(*waiter)});
}

Response MfaSignInPages::enrol(const Request& request) const try {
  const auto result = parts_.sign_in.enrol(code_attempt_of(request), request.form().value("secret"));
  switch (result.outcome) {
    case MfaSignIn::Outcome::Expired: return begin_again(request);
    case MfaSignIn::Outcome::WrongCode:
      return refuse_to_enrol(request, _("This is not the code of this moment. Look at the app and try again."),
                             HttpStatus::UnprocessableContent);
    case MfaSignIn::Outcome::Done: break;
  }
  return signed_in(request, result, "/account/mfa/codes" + next_query(request))
      .cookie(parts_.slip.write(request, result.user, result.codes, parts_.clock.now()))
      .flash(_("One-time codes are on."));
} catch (const TooMany& refusal) {
  return refuse_to_enrol(request, refusal.public_text(), HttpStatus::TooManyRequests)
      .header("Retry-After", wait_of(refusal));
}

Response MfaSignInPages::refuse_to_enrol(const Request& request, Text why, HttpStatus status) const {
  const auto waiter = parts_.sign_in.waiter(pending_token(request));
  const auto offer =
      waiter ? parts_.sign_in.offer_again(*waiter, request.form().value("secret")) : std::optional<TotpOffer>();
  if (!offer) return begin_again(request);
  return parts_.setup.refuse({kEnrol, waiter->name, next_or_none(request), true, *offer}, std::move(why), status);
}

Response MfaSignInPages::begin_again(const Request& request) const {
  return see_other("/login" + next_query(request))
      .cookie(no_pending_cookie(request))
      .flash(_("Please sign in again: that took too long."), Flash::Kind::Info);
}

Response MfaSignInPages::signed_in(const Request& request, const MfaSignIn::Result& result,
                                   std::string location) const {
  return see_other(std::move(location))
      .cookie(session_cookie(request, result.session))
      .cookie(device_cookie(request, parts_.limits, result.user))
      .cookie(no_pending_cookie(request));
}

}  // namespace accounts
