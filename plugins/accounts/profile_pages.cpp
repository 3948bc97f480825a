#include "profile_pages.hpp"

#include "client.hpp"
#include "role_labels.hpp"

namespace accounts {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::array kFields{"username", "email", "full_name", "phone", "bio"};

json values_of(const User& user) {
  return {{"username", user.name},
          {"email", user.email},
          {"full_name", user.full_name},
          {"phone", user.phone},
          {"bio", user.bio}};
}

// The name of the content is part of the address, so that a browser may keep it for good.
std::string picture_url(const User& user, const char* size, const std::string& media) {
  if (media.empty()) return {};
  return "/people/" + std::to_string(static_cast<std::int64_t>(user.id)) + "/picture/" + size +
         "?v=" + media.substr(3, 12);
}

ProfileInput input_of(const Request& request) {
  const auto& form = request.form();
  return {form.get("username"), form.get("email"),      form.get("full_name"),      form.get("phone"),
          form.get("bio"),      form.upload("picture"), form.has("remove_picture"), client_of(request)};
}

}  // namespace

Response ProfilePages::show(const Request&, const Visitor& visitor) const {
  const auto shown = parts_.database.read([&](Transaction& tx) { return parts_.profile.show(tx, visitor.user); });
  const auto& user = shown.user;
  const auto draft = take_draft(visitor);
  auto values = values_of(user);
  if (draft.contains("values")) values.update(draft["values"]);
  json roles = json::array();
  for (const auto& role : user.roles) roles.push_back(role_label(role));
  return parts_.view.render("accounts/profile", {{"name", user.name},
                                                 {"email", user.email},
                                                 {"full_name", user.full_name},
                                                 {"unverified", !user.email.empty() && !user.email_verified},
                                                 {"new_email", shown.new_email},
                                                 {"picture", picture_url(user, "large", user.picture)},
                                                 {"roles", roles},
                                                 {"values", values},
                                                 {"faults", draft.value("faults", json::object())}});
}

Response ProfilePages::change(const Request& request, const Visitor& visitor) const {
  const auto changed = parts_.profile.change(visitor, input_of(request));
  if (changed.needs_password) {
    keep_draft(visitor, request.form(), {});
    return see_other("/login/again?next=/profile")
        .flash(_("Another e-mail address needs your password again. Then save once more."), Flash::Kind::Info);
  }
  if (changed.faults) {
    keep_draft(visitor, request.form(), changed.faults);
    return see_other("/profile").flash(_("Error while profile updating"), Flash::Kind::Danger);
  }
  auto response = see_other("/profile").flash(_("Profile updated successfully"));
  if (!changed.asked_for_email) return response;
  return std::move(response).flash(_("A link went to the new address. The address counts once you open it."),
                                   Flash::Kind::Info);
}

void ProfilePages::keep_draft(const Visitor& visitor, const Form& form, const Faults& faults) const {
  constexpr std::size_t kMostKept = 4000;  // of a field: far more than any may have
  json values = json::object();
  for (const char* field : kFields) {
    if (const auto value = form.get(field); value && value->size() <= kMostKept) values[field] = *value;
  }
  const auto draft = json{{"values", values}, {"faults", faults.json()}}.dump();
  parts_.database.transact_single([&](Transaction& tx) { parts_.sessions.keep_draft(tx, session_of(visitor), draft); });
}

// Shown once.
json ProfilePages::take_draft(const Visitor& visitor) const {
  const auto session = session_of(visitor);
  const auto draft = parts_.database.read_single([&](Transaction& tx) { return parts_.sessions.draft(tx, session); });
  if (draft.empty()) return json::object();
  parts_.database.transact_single([&](Transaction& tx) { parts_.sessions.keep_draft(tx, session, ""); });
  return json::parse(draft);
}

Response ProfilePages::picture(const Request& request) const {
  const auto id = request.path<UserId>("id");
  const bool small = request.path<std::string>("size") == "small";
  if (!small && request.path<std::string>("size") != "large") throw NotFound("a picture's size");
  const auto user = parts_.database.read_single([&](Transaction& tx) { return parts_.users.find(tx, id); });
  if (!user || user->picture.empty()) throw NotFound("a picture");
  return parts_.media.send(small ? user->picture_small : user->picture, "image/webp");
}

Response ProfilePages::ask_to_confirm_email(const Request& request) const {
  return parts_.view.render("accounts/email_change", {{"token", request.path<std::string>("token")}})
      .header("Referrer-Policy", "no-referrer")
      .header("Cache-Control", "no-store");
}

Response ProfilePages::confirm_email(const Request& request, const Visitor& visitor) const {
  switch (parts_.email_change.confirm(request.path<std::string>("token"), visitor, client_of(request))) {
    case EmailChange::Outcome::LinkIsDead:
      return see_other("/profile").flash(_("This link is used up or has expired."), Flash::Kind::Warning);
    case EmailChange::Outcome::Taken:
      return see_other("/profile").flash(_("There is an account with this address already."), Flash::Kind::Danger);
    case EmailChange::Outcome::Done: break;
  }
  return see_other("/profile").flash(_("Your new e-mail address is confirmed."));
}

}  // namespace accounts
