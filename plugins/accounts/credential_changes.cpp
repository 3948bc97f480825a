#include "credential_changes.hpp"

#include <callboard/moment.hpp>

namespace accounts {

using namespace callboard;

void CredentialChanges::announce(Transaction& tx, const User& user, Event event, const Client& from, SessionId kept,
                                 std::optional<UserId> by) const {
  end_access(tx, user.id, kept);
  parts_.journal.write(tx, user.id, event, from, parts_.clock.now(), by);
  mail(tx, user, user.email, event, from);
}

void CredentialChanges::mail(Transaction& tx, const User& user, const std::string& address, Event event,
                             const Client& from) const {
  if (address.empty()) return;
  parts_.mailer.send(tx, {address,
                          text_of(event),
                          "accounts/mail_security",
                          {{"name", user.full_name.empty() ? user.name : user.full_name},
                           {"event", text_of(event)},
                           {"at", moment(parts_.clock.now())},
                           {"address", from.address},
                           {"reset_url", parts_.site.info()->url + "/password/reset"},
                           {"journal_url", parts_.site.info()->url + "/account/journal"}},
                          user.language});
}

void CredentialChanges::tell_of_recovery_code(Transaction& tx, const User& user, const Client& from) const {
  parts_.journal.write(tx, user.id, Event::RecoveryCodeUsed, from, parts_.clock.now());
  mail(tx, user, user.email, Event::RecoveryCodeUsed, from);
}

void CredentialChanges::end_access(Transaction& tx, UserId user, SessionId kept) const {
  parts_.sessions.remove_all(tx, user, kept);
  parts_.tokens.revoke_all(tx, user, parts_.clock.now());
  parts_.links.remove_all(tx, user, LinkPurpose::ResetPassword);
  parts_.links.remove_all(tx, user, LinkPurpose::ChangeEmail);
  parts_.pending.remove_all(tx, user);
}

}  // namespace accounts
