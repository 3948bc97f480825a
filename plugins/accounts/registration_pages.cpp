#include "registration_pages.hpp"

#include "client.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;

namespace {

Registrant registrant_of(const Request& request) {
  const auto& form = request.form();
  return {form.value("username"),
          form.value("email"),
          form.value("password1"),
          std::string(kStudent),
          false,
          client_of(request),
          true};
}

Faults faults_of_the_form(const Form& form) {
  Faults faults;
  if (form.value("email").empty()) faults.add("email", _("An e-mail address is needed."));
  if (form.value("password1") != form.value("password2")) faults.add("password2", _("The two passwords differ."));
  return faults;
}

void add_all(Faults& to, const Faults& more) {
  for (const auto& [field, fault] : more.all()) to.add(field, fault);
}

}  // namespace

// What the form and its refusal show; the time of the privacy text comes back with the form.
json RegistrationPages::page(const Request& request) const {
  const auto& form = request.form();
  const auto site = site_.info();
  json data{{"values", {{"username", form.value("username")}, {"email", form.value("email")}}}};
  if (!site->privacy.empty()) data["privacy"] = {{"since", site->privacy_since.time_since_epoch().count()}};
  return data;
}

// Whoever sends the form has read the text that it named, not one that came meanwhile. Old programs name none.
Faults RegistrationPages::privacy_fault(const Form& form) const {
  Faults faults;
  const auto site = site_.info();
  const auto read = form.value("privacy_since");
  if (read.empty() || site->privacy.empty()) return faults;
  if (read != std::to_string(site->privacy_since.time_since_epoch().count())) {
    faults.add("privacy_since", _("The privacy notice has changed. Please read it before you register."));
  }
  return faults;
}

Response RegistrationPages::ask(const Request& request, const Visitor& visitor) const {
  if (visitor.is_person()) return see_other("/profile");
  if (!open_) return view_.render("accounts/register_closed", json::object(), HttpStatus::Forbidden);
  return view_.render("accounts/register", page(request));
}

Response RegistrationPages::add(const Request& request) const {
  if (!open_) return view_.render("accounts/register_closed", json::object(), HttpStatus::Forbidden);
  const auto registrant = registrant_of(request);
  auto faults = faults_of_the_form(request.form());
  add_all(faults, privacy_fault(request.form()));
  if (faults) {
    add_all(faults, registration_.faults(registrant));
    return refuse(request, faults);
  }
  const auto added = registration_.add(registrant);
  if (added.faults) return refuse(request, added.faults);
  return see_other("/login").flash(_("Your account is ready. Sign in."));
}

Response RegistrationPages::refuse(const Request& request, const Faults& faults) const {
  auto data = page(request);
  data["faults"] = faults.json();
  return view_.render("accounts/register", std::move(data), HttpStatus::UnprocessableContent)
      .flash(_("Invalid credentials. Try again"), Flash::Kind::Danger);
}

// A button, not the link itself: mail scanners open links.
Response RegistrationPages::ask_to_verify(const Request& request) const {
  return view_.render("accounts/verify", {{"token", request.path<std::string>("token")}});
}

Response RegistrationPages::verify(const Request& request) const {
  if (!verification_.confirm(request.path<std::string>("token"), client_of(request))) {
    return see_other("/profile").flash(_("This link is used up or has expired."), Flash::Kind::Warning);
  }
  return see_other("/profile").flash(_("Your e-mail address is confirmed."));
}

Response RegistrationPages::send_again(const Visitor& visitor) const {
  database_.transact([&](Transaction& tx) {
    if (const auto user = users_.find(tx, visitor.user)) verification_.ask(tx, *user);
  });
  return see_other("/profile").flash(_("The link is on its way to your address."), Flash::Kind::Info);
}

}  // namespace accounts
