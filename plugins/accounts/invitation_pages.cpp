#include "invitation_pages.hpp"

#include <callboard/moment.hpp>

#include "client.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kInvitePage = "/admin/users/invite";

// The link is the credential: nobody else is to learn it from the browser or a cache.
Response secret(Response response) {
  return std::move(response).header("Referrer-Policy", "no-referrer").header("Cache-Control", "no-store");
}

json page_data(const std::string& token, const Link& invitation, const std::string& name) {
  return {{"token", token}, {"email", invitation.email}, {"values", {{"username", name}}}};
}

}  // namespace

Response InvitationPages::list(const Visitor& visitor) const {
  return view_.render("accounts/admin_invite", {{"open", open(visitor)}, {"values", json::object()}});
}

json InvitationPages::open(const Visitor& visitor) const {
  auto open = json::array();
  for (const auto& link : invitations_.open(visitor)) {
    open.push_back({{"email", link.email},
                    {"sent", moment(link.created_at, MomentStyle::Date)},
                    {"until", moment(link.expires_at, MomentStyle::Date)},
                    {"invitation", link.token_hash}});
  }
  return open;
}

Response InvitationPages::invite(const Request& request, const Visitor& visitor) const {
  const auto email = request.form().value("email");
  if (const auto faults = invitations_.invite(visitor, email, client_of(request))) {
    return view_
        .render("accounts/admin_invite",
                {{"open", open(visitor)}, {"values", {{"email", email}}}, {"faults", faults.json()}},
                HttpStatus::UnprocessableContent)
        .flash(_("The invitation was not sent."), Flash::Kind::Danger);
  }
  return see_other(kInvitePage).flash(_("The invitation is on its way to {email}.").with("email", email));
}

Response InvitationPages::revoke(const Request& request, const Visitor& visitor) const {
  if (!invitations_.revoke(visitor, request.form().value("invitation"))) {
    return see_other(kInvitePage).flash(_("This invitation is used up or has expired."), Flash::Kind::Warning);
  }
  return see_other(kInvitePage).flash(_("The invitation is revoked: its link does not open any more."));
}

Response InvitationPages::ask(const Request& request) const {
  const auto token = request.path<std::string>("token");
  const auto invitation = invitations_.find(token);
  if (!invitation) return dead();
  return secret(view_.render("accounts/invitation", page_data(token, *invitation, "")));
}

Response InvitationPages::accept(const Request& request) const {
  const auto token = request.path<std::string>("token");
  const auto invitation = invitations_.find(token);
  if (!invitation) return dead();
  const auto& form = request.form();
  const auto accepted = invitations_.accept(
      token, {form.value("username"), form.value("password1"), form.value("password2"), client_of(request)});
  if (accepted.link_is_dead) return dead();
  if (!accepted.faults) return see_other("/login").flash(_("Your account is ready. Sign in."));
  auto data = page_data(token, *invitation, form.value("username"));
  data["faults"] = accepted.faults.json();
  return secret(view_.render("accounts/invitation", std::move(data), HttpStatus::UnprocessableContent))
      .flash(_("Invalid credentials. Try again"), Flash::Kind::Danger);
}

Response InvitationPages::dead() const {
  return view_.render("accounts/invitation_dead", json::object(), HttpStatus::NotFound);
}

}  // namespace accounts
