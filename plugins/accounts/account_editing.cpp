#include "account_editing.hpp"

#include <callboard/moment.hpp>

#include "names.hpp"
#include "profile_rules.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr std::chrono::hours kWelcomeKept{24 * 7};

// What they are given is kept as it is typed, but tidy.
NewUser new_user(const ProfileInput& input, const std::string& role) {
  NewUser user;
  user.name = tidy_user_name(input.name.value_or(""));
  user.name_key = user_name_key(user.name);
  user.email = parse_email(input.email.value_or("")).value();
  user.email_key = email_key(user.email);
  user.password_hash = kNoPassword;
  user.role = role;
  user.language = input.client.language;
  return user;
}

void add_taken(Faults& faults, const char* field) {
  faults.add(field, std::string_view(field) == "email" ? _("There is an account with this address already.")
                                                       : _("This user name is taken."));
}

}  // namespace

AccountEditing::Created AccountEditing::create(Transaction& tx, const Visitor& by, const ProfileInput& input,
                                               const Roles& roles) const {
  parts_.administration.require_admin(tx, by);
  auto asked = input;
  if (!asked.name) asked.name = "";
  if (!asked.email) asked.email = "";
  Created created;
  created.faults = profile_faults(User{}, asked);
  if (asked.email->empty()) created.faults.add("email", _("An e-mail address is needed."));
  if (roles.empty()) created.faults.add("roles", _("Choose at least one role."));
  if (created.faults) return created;

  const auto user = new_user(asked, roles.front());
  const auto id = parts_.users.add(tx, user, parts_.clock.now());
  if (!id) {
    if (parts_.users.find_by_name(tx, user.name_key)) add_taken(created.faults, "username");
    if (parts_.users.find_by_email(tx, user.email_key)) add_taken(created.faults, "email");
    return created;
  }
  parts_.users.set_profile(tx, *id, tidy_text(asked.full_name.value_or("")), tidy_text(asked.phone.value_or("")),
                           tidy_text(asked.bio.value_or("")));
  for (const auto& role : roles) parts_.users.add_role(tx, *id, role);
  std::string joined;
  for (const auto& role : roles) joined += (joined.empty() ? "" : ", ") + role;
  audit(tx, by, "created", *id, {{"username", "", user.name}, {"roles", "", joined}});
  parts_.journal.write(tx, *id, Event::Registered, asked.client, parts_.clock.now(), actor(by, *id));
  welcome(tx, by, parts_.users.find(tx, *id).value());
  created.user = id;
  return created;
}

// Setting the password by it confirms the address too.
void AccountEditing::welcome(Transaction& tx, const Visitor& by, const User& user) const {
  Link link;
  link.purpose = LinkPurpose::ResetPassword;
  link.user = user.id;
  link.email = user.email;
  link.email_key = email_key(user.email);
  link.created_by = actor(by, user.id);
  const auto token = parts_.links.issue(tx, link, kWelcomeKept);
  const auto site = parts_.site.info();
  parts_.mailer.send(tx, {user.email,
                          _("Your account is ready"),
                          "accounts/mail_welcome",
                          {{"name", user.full_name.empty() ? user.name : user.full_name},
                           {"site", site->name},
                           {"username", user.name},
                           {"url", site->url + "/password/reset/" + token},
                           {"until", moment(parts_.clock.now() + kWelcomeKept)}},
                          user.language});
}

Faults AccountEditing::change(Transaction& tx, const Visitor& by, UserId id, const ProfileInput& input,
                              const std::optional<Roles>& roles) const {
  parts_.administration.require_admin(tx, by);
  const auto user = parts_.users.lock(tx, id) ? parts_.users.find(tx, id) : std::nullopt;
  if (!user) throw NotFound("user");
  auto faults = profile_faults(*user, input);
  if (faults) return faults;
  if (input.name && !parts_.administration.rename(tx, by, *user, tidy_user_name(*input.name), input.client)) {
    add_taken(faults, "username");
  }
  if (!set_email(tx, by, *user, input)) add_taken(faults, "email");
  set_profile(tx, by, *user, input);
  if (roles) set_roles(tx, by, id, input, *roles, faults);
  return faults;
}

// It counts at once, but as not confirmed; the old address is told, and what is signed in ends.
bool AccountEditing::set_email(Transaction& tx, const Visitor& by, const User& user, const ProfileInput& input) const {
  if (!input.email) return true;
  const auto email = input.email->empty() ? std::string() : parse_email(*input.email).value();
  if (email == user.email) return true;
  if (!parts_.users.set_email(tx, user.id, email, email_key(email), std::nullopt)) return false;
  audit(tx, by, "email_changed", user.id, {{"email", user.email, email}});
  parts_.changes.announce(tx, user, Event::EmailChanged, input.client, kNoSession, actor(by, user.id));
  parts_.verification.ask(tx, parts_.users.find(tx, user.id).value());
  return true;
}

void AccountEditing::set_profile(Transaction& tx, const Visitor& by, const User& user,
                                 const ProfileInput& input) const {
  std::vector<AuditChange> changes;
  const auto changed = [&](const char* field, const std::string& before, const std::optional<std::string>& asked) {
    const auto after = asked ? tidy_text(*asked) : before;
    if (after != before) changes.push_back({field, before, after});
    return after;
  };
  const auto full_name = changed("full_name", user.full_name, input.full_name);
  const auto phone = changed("phone", user.phone, input.phone);
  const auto bio = changed("bio", user.bio, input.bio);
  if (changes.empty()) return;
  parts_.users.set_profile(tx, user.id, full_name, phone, bio);
  audit(tx, by, "changed", user.id, std::move(changes));
}

void AccountEditing::set_roles(Transaction& tx, const Visitor& by, UserId id, const ProfileInput& input,
                               const Roles& roles, Faults& faults) const {
  using Outcome = Administration::Outcome;
  switch (parts_.administration.set_roles(tx, by, id, roles, input.client)) {
    case Outcome::Done:
    case Outcome::Unchanged: return;
    case Outcome::LastAdmin:
      faults.add("roles", _("This is the last administrator. Make somebody else one first."));
      return;
    case Outcome::NoRole: faults.add("roles", _("Choose at least one role."));
  }
}

void AccountEditing::audit(Transaction& tx, const Visitor& by, const char* action, UserId id,
                           std::vector<AuditChange> changes) const {
  parts_.audit.record(tx, by,
                      {action, std::string(kUserRecord), static_cast<std::int64_t>(id), std::move(changes), id});
}

}  // namespace accounts
