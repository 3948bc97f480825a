#include "password_pages.hpp"

#include "client.hpp"
#include "session_authenticator.hpp"
#include "sign_in_pages.hpp"

namespace accounts {

using namespace callboard;

Response PasswordPages::ask() const { return view_.render("accounts/password_change"); }

Response PasswordPages::change(const Request& request, const Visitor& visitor) const try {
  const auto& form = request.form();
  const auto changed =
      change_.change(visitor, {form.value("old_password"), form.value("new_password1"), form.value("new_password2"),
                               session_token(request).value_or(""), device_of(request), client_of(request)});
  if (changed.faults) {
    return refuse(changed.faults, _("The password was not changed."), HttpStatus::UnprocessableContent);
  }
  return see_other("/password/change/done").cookie(session_cookie(request, *changed.session));
} catch (const TooMany& refusal) {
  return refuse({}, refusal.public_text(), HttpStatus::TooManyRequests)
      .header("Retry-After", std::to_string(refusal.retry_after().count()));
}

Response PasswordPages::refuse(const Faults& faults, Text why, HttpStatus status) const {
  return view_.render("accounts/password_change", {{"faults", faults.json()}}, status)
      .flash(std::move(why), Flash::Kind::Danger);
}

Response PasswordPages::done() const { return view_.render("accounts/password_changed"); }

}  // namespace accounts
