#include "mfa_pages.hpp"

#include "client.hpp"
#include "session_authenticator.hpp"
#include "sign_in_pages.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr const char* kMfaPage = "/account/mfa";

Mfa::From from(const Request& request) { return {session_token(request).value_or(""), client_of(request)}; }

}  // namespace

Response MfaPages::show(const Visitor& visitor) const {
  const auto state = parts_.mfa.state(visitor);
  if (!state.on) return parts_.setup.ask({kMfaPage, visitor.name, {}, false, parts_.mfa.offer(visitor)});
  const auto left = plural("{count} recovery code is left.", "{count} recovery codes are left.", state.codes_left);
  return parts_.view.render("accounts/mfa", {{"codes_left", left}, {"few", state.codes_left < 4}});
}

Response MfaPages::confirm(const Request& request, const Visitor& visitor) const {
  const auto& form = request.form();
  const auto confirmed = parts_.mfa.confirm(visitor, from(request), form.value("secret"), form.value("code"));
  switch (confirmed.outcome) {
    case Mfa::Outcome::WrongCode:
      return parts_.setup.refuse({kMfaPage, visitor.name, {}, false, confirmed.offer},
                                 _("This is not the code of this moment. Look at the app and try again."),
                                 HttpStatus::UnprocessableContent);
    case Mfa::Outcome::Expired:
      return see_other(kMfaPage).flash(_("That took too long: scan the new QR code."), Flash::Kind::Warning);
    case Mfa::Outcome::OnAlready:
      return see_other(kMfaPage).flash(_("One-time codes are on already."), Flash::Kind::Info);
    case Mfa::Outcome::Done: break;
  }
  return to_recovery_codes(request, visitor, confirmed.changed).flash(_("One-time codes are on."));
}

Response MfaPages::renew_recovery_codes(const Request& request, const Visitor& visitor) const {
  return to_recovery_codes(request, visitor, parts_.mfa.renew_recovery_codes(visitor, from(request)));
}

Response MfaPages::to_recovery_codes(const Request& request, const Visitor& visitor,
                                     const Mfa::Changed& changed) const {
  return see_other("/account/mfa/codes")
      .cookie(session_cookie(request, changed.session))
      .cookie(parts_.slip.write(request, visitor.user, changed.codes, parts_.clock.now()));
}

Response MfaPages::show_recovery_codes(const Request& request, const Visitor& visitor) const {
  const auto codes = parts_.slip.read(request, visitor.user, parts_.clock.now());
  if (codes.empty()) return see_other(kMfaPage);
  return parts_.view.render("accounts/mfa_codes", {{"codes", codes}, {"next", next_of(request)}})
      .cookie(parts_.slip.remove(request));
}

Response MfaPages::switch_off(const Request& request, const Visitor& visitor) const {
  const auto changed = parts_.mfa.switch_off(visitor, from(request));
  return see_other(kMfaPage)
      .cookie(session_cookie(request, changed.session))
      .flash(_("One-time codes are off."), Flash::Kind::Warning);
}

}  // namespace accounts
