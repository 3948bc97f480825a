#include "sign_in_pages.hpp"

#include <callboard/encoding.hpp>

#include "client.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::chrono::hours kTrusted{365 * 24};
constexpr const char* kHome = "/profile";

std::string asked_next(const Request& request) {
  auto next = request.form().value("next");
  if (next.empty()) next = request.query("next").value_or("");
  return is_same_site_path(next) ? next : std::string();
}

SignInAttempt attempt_of(const Request& request) {
  const auto& form = request.form();
  return {form.value("email"), form.value("password"), device_of(request), client_of(request)};
}

}  // namespace

Response SignInPages::ask(const Request& request, const Visitor& visitor) const {
  if (visitor.is_person()) return see_other(next_of(request));
  return parts_.view.render("accounts/login", {{"values", json::object()},
                                               {"next", asked_next(request)},
                                               {"next_query", next_query(request)},
                                               {"registration", parts_.registration}});
}

Response SignInPages::sign_in(const Request& request) const try {
  const auto attempt = attempt_of(request);
  return go_on(request, attempt, parts_.sign_in.check(attempt));
} catch (const TooMany& refusal) {
  return refuse(request, refusal.public_text(), HttpStatus::TooManyRequests).header("Retry-After", wait_of(refusal));
}

Response SignInPages::go_on(const Request& request, const SignInAttempt& attempt, const Checked& checked) const {
  const bool remembered = request.form().has("remember");
  switch (checked.verdict) {
    case Verdict::Wrong: return refuse(request, _("Invalid credentials. Try again"), HttpStatus::UnprocessableContent);
    case Verdict::Disabled:
      return refuse(request, _("This account is disabled. Ask the school's office."), HttpStatus::UnprocessableContent);
    case Verdict::Unverified:
      return refuse(request, _("Confirm your e-mail address first: open the link that was sent to you."),
                    HttpStatus::UnprocessableContent);
    case Verdict::SecondFactorDue: return ask_for_second_factor(request, checked, "/login/code");
    case Verdict::SecondFactorUnset: return ask_for_second_factor(request, checked, "/login/mfa");
    case Verdict::Right: break;
  }
  const auto session = parts_.sign_in.open(checked.user, attempt.client, remembered, false);
  return see_other(next_of(request))
      .cookie(session_cookie(request, session))
      .cookie(device_cookie(request, parts_.limits, checked.user.id));
}

Response SignInPages::ask_for_second_factor(const Request& request, const Checked& checked,
                                            const std::string& page) const {
  const auto token = parts_.sign_in.keep_waiting({checked.user.id, request.form().has("remember")});
  return see_other(page + next_query(request))
      .cookie({cookie_name(request, kPendingCookie), token, std::chrono::minutes(10)});
}

Response SignInPages::refuse(const Request& request, Text why, HttpStatus status) const {
  const auto& form = request.form();
  return parts_.view
      .render("accounts/login",
              {{"values", {{"email", form.value("email")}}},
               {"remember", form.has("remember")},
               {"next", asked_next(request)},
               {"next_query", next_query(request)},
               {"registration", parts_.registration}},
              status)
      .flash(std::move(why), Flash::Kind::Danger);
}

Response SignInPages::ask_again(const Request& request) const {
  return parts_.view.render("accounts/login_again", {{"next", asked_next(request)}});
}

Response SignInPages::sign_in_again(const Request& request, const Visitor& visitor) const try {
  const auto attempt = attempt_of(request);
  if (!parts_.sign_in.check_again(visitor.user, attempt.password, attempt.device, attempt.client)) {
    return refuse_again(request, _("This is not your password."), HttpStatus::UnprocessableContent);
  }
  const auto session = parts_.database.transact([&](Transaction& tx) {
    const auto live = parts_.sessions.find(tx, session_token(request).value_or(""));
    if (!live) throw Unauthorized("the session has ended");
    return parts_.sessions.rotate(tx, *live);
  });
  return see_other(next_of(request)).cookie(session_cookie(request, session));
} catch (const TooMany& refusal) {
  return refuse_again(request, refusal.public_text(), HttpStatus::TooManyRequests)
      .header("Retry-After", wait_of(refusal));
}

Response SignInPages::refuse_again(const Request& request, Text why, HttpStatus status) const {
  Faults faults;
  faults.add("password", why);
  return parts_.view.render("accounts/login_again", {{"next", asked_next(request)}, {"faults", faults.json()}}, status)
      .flash(std::move(why), Flash::Kind::Danger);
}

Response SignInPages::ask_to_sign_out() const { return parts_.view.render("accounts/logout"); }

Response SignInPages::sign_out(const Request& request, const Visitor& visitor) const {
  parts_.database.transact([&](Transaction& tx) {
    parts_.sessions.rows().remove(tx, visitor.user, session_of(visitor));
    parts_.journal.write(tx, visitor.user, Event::SignedOut, client_of(request), parts_.clock.now());
  });
  return see_other("/login").cookie(no_session_cookie(request)).flash(_("You are signed out."), Flash::Kind::Info);
}

std::string device_of(const Request& request) {
  return std::string(request.cookie(cookie_name(request, kDeviceCookie)).value_or(""));
}

Cookie device_cookie(const Request& request, const LoginLimits& limits, UserId user) {
  return {cookie_name(request, kDeviceCookie), limits.trusted_device(device_of(request), user), kTrusted};
}

std::string wait_of(const TooMany& refusal) { return std::to_string(refusal.retry_after().count()); }

std::string next_of(const Request& request) {
  const auto next = asked_next(request);
  return next.empty() ? kHome : next;
}

std::string next_query(const Request& request) {
  const auto next = asked_next(request);
  return next.empty() ? std::string() : "?next=" + percent_encode(next, "/");
}

}  // namespace accounts
