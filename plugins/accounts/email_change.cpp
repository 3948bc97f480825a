#include "email_change.hpp"

#include <callboard/moment.hpp>

#include "names.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr std::chrono::hours kChangeLifetime{24};

}  // namespace

void EmailChange::ask(Transaction& tx, const User& user, const std::string& email, const Client& from) const {
  Link link;
  link.purpose = LinkPurpose::ChangeEmail;
  link.user = user.id;
  link.email = email;
  link.email_key = email_key(email);
  const auto token = parts_.links.issue(tx, link, kChangeLifetime);
  const auto now = parts_.clock.now();
  parts_.journal.write(tx, user.id, Event::EmailChangeRequested, from, now);
  parts_.changes.mail(tx, user, user.email, Event::EmailChangeRequested, from);
  parts_.mailer.send(tx, {email,
                          _("Confirm your new e-mail address"),
                          "accounts/mail_email_change",
                          {{"name", user.name},
                           {"url", parts_.site.info()->url + "/email/change/" + token},
                           {"until", moment(now + kChangeLifetime)}},
                          user.language});
}

std::string EmailChange::waiting(Transaction& tx, UserId user) const {
  const auto link = parts_.links.rows().find_of(tx, user, LinkPurpose::ChangeEmail, parts_.clock.now());
  return link ? link->email : std::string();
}

EmailChange::Outcome EmailChange::confirm(const std::string& token, const Visitor& visitor, const Client& from) const {
  return parts_.database.transact([&](Transaction& tx) {
    const auto link = parts_.links.spend(tx, LinkPurpose::ChangeEmail, token);
    if (!link || !link->user || !parts_.users.lock(tx, *link->user)) return Outcome::LinkIsDead;
    const auto user = parts_.users.find(tx, *link->user).value();
    if (user.disabled_at) return Outcome::LinkIsDead;
    if (!parts_.users.set_email(tx, user.id, link->email, link->email_key, parts_.clock.now())) return Outcome::Taken;
    const bool own = visitor.is_person() && visitor.user == user.id;
    parts_.changes.announce(tx, user, Event::EmailChanged, from, own ? session_of(visitor) : kNoSession);
    return Outcome::Done;
  });
}

}  // namespace accounts
