#include "password_reset_pages.hpp"

#include "client.hpp"
#include "names.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;

namespace {

// The token is in the address: it must not travel on to other sites, nor stay in a cache.
Response private_page(Response response) {
  return std::move(response).header("Referrer-Policy", "no-referrer").header("Cache-Control", "no-store");
}

}  // namespace

Response PasswordResetPages::ask_for_address() const {
  return view_.render("accounts/reset", {{"values", json::object()}});
}

Response PasswordResetPages::take_address(const Request& request) const {
  const auto email = request.form().value("email");
  if (auto fault = email_fault(email); !fault.empty()) {
    Faults faults;
    faults.add("email", std::move(fault));
    return view_.render("accounts/reset", {{"values", {{"email", email}}}, {"faults", faults.json()}},
                        HttpStatus::UnprocessableContent);
  }
  reset_.ask(email, client_of(request));
  return see_other("/login").flash(
      _("If there is an account with this address, a link is on its way to it. It is good for an hour."),
      Flash::Kind::Info);
}

Response PasswordResetPages::ask_for_password(const Request& request) const {
  const auto token = request.path<std::string>("token");
  if (!reset_.is_good(token)) return dead_link();
  return private_page(view_.render("accounts/reset_password", {{"token", token}}));
}

Response PasswordResetPages::set_password(const Request& request) const {
  const auto token = request.path<std::string>("token");
  const auto& form = request.form();
  const auto result = reset_.set(token, form.value("new_password1"), form.value("new_password2"), client_of(request));
  switch (result.outcome) {
    case PasswordReset::Outcome::LinkIsDead: return dead_link();
    case PasswordReset::Outcome::Refused:
      return private_page(view_.render("accounts/reset_password", {{"token", token}, {"faults", result.faults.json()}},
                                       HttpStatus::UnprocessableContent));
    case PasswordReset::Outcome::Done: break;
  }
  return see_other("/login").flash(_("Your password is set. Sign in with it."));
}

Response PasswordResetPages::dead_link() const {
  return view_.render("accounts/reset_dead", json::object(), HttpStatus::NotFound);
}

}  // namespace accounts
