#include "email_verification.hpp"

#include <callboard/moment.hpp>

#include "names.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr std::chrono::hours kVerificationLifetime{7 * 24};

}  // namespace

void EmailVerification::ask(Transaction& tx, const User& user) const {
  if (user.email.empty() || user.email_verified) return;
  Link link;
  link.purpose = LinkPurpose::VerifyEmail;
  link.user = user.id;
  link.email = user.email;
  link.email_key = email_key(user.email);
  const auto token = parts_.links.issue(tx, link, kVerificationLifetime);
  parts_.mailer.send(tx, {user.email,
                          _("Confirm your e-mail address"),
                          "accounts/mail_verify",
                          {{"name", user.name},
                           {"url", parts_.site.info()->url + "/email/verify/" + token},
                           {"until", moment(parts_.clock.now() + kVerificationLifetime)}},
                          user.language});
}

bool EmailVerification::confirm(const std::string& token, const Client& from) const {
  return parts_.database.transact([&](Transaction& tx) {
    const auto link = parts_.links.spend(tx, LinkPurpose::VerifyEmail, token);
    const auto now = parts_.clock.now();
    if (!link || !link->user || !parts_.users.verify_email(tx, *link->user, link->email_key, now)) return false;
    parts_.journal.write(tx, *link->user, Event::EmailVerified, from, now);
    return true;
  });
}

}  // namespace accounts
