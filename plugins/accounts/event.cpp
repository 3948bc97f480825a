#include "event.hpp"

#include <algorithm>
#include <array>

namespace accounts {

using namespace callboard;

namespace {

struct Named {
  Event event;
  std::string_view name;
  const char* text;
};

// Marks a literal for the catalogue; text_of() makes it a Text.
constexpr const char* marked(const char* text) { return text; }
#define _(text) marked(text)
constexpr std::array kEvents{
    Named{Event::Registered, "registered", _("The account was made")},
    Named{Event::SignedIn, "signed_in", _("Signed in")},
    Named{Event::SignInFailed, "sign_in_failed", _("A sign-in failed")},
    Named{Event::SignedOut, "signed_out", _("Signed out")},
    Named{Event::PasswordChanged, "password_changed", _("The password was changed")},
    Named{Event::PasswordReset, "password_reset", _("The password was reset by e-mail")},
    Named{Event::ResetRequested, "reset_requested", _("A link to reset the password was asked for")},
    Named{Event::EmailVerified, "email_verified", _("The e-mail address was confirmed")},
    Named{Event::EmailChangeRequested, "email_change_requested", _("A change of the e-mail address was asked for")},
    Named{Event::EmailChanged, "email_changed", _("The e-mail address was changed")},
    Named{Event::NameChanged, "name_changed", _("The user name was changed")},
    Named{Event::SessionEnded, "session_ended", _("A session was ended")},
    Named{Event::OtherSessionsEnded, "other_sessions_ended", _("All other sessions were ended")},
    Named{Event::RolesChanged, "roles_changed", _("The roles were changed")},
    Named{Event::Disabled, "disabled", _("The account was disabled")},
    Named{Event::Enabled, "enabled", _("The account was enabled")},
    Named{Event::Unlocked, "unlocked", _("The account was unlocked")},
    Named{Event::TotpOn, "totp_on", _("One-time codes were switched on")},
    Named{Event::TotpOff, "totp_off", _("One-time codes were switched off")},
    Named{Event::RecoveryCodesMade, "recovery_codes_made", _("New recovery codes were made")},
    Named{Event::RecoveryCodeUsed, "recovery_code_used", _("A recovery code was used")},
    Named{Event::PasskeyAdded, "passkey_added", _("A passkey was added")},
    Named{Event::PasskeyRemoved, "passkey_removed", _("A passkey was removed")},
    Named{Event::PasskeyRefused, "passkey_refused", _("A passkey was refused: it may have been copied")},
    Named{Event::TokenIssued, "token_issued", _("A program signed in")},
    Named{Event::DataExported, "data_exported", _("The personal data were exported")},
};
#undef _

const Named& entry(Event event) {
  return *std::find_if(kEvents.begin(), kEvents.end(), [&](const Named& named) { return named.event == event; });
}

}  // namespace

std::string_view name_of(Event event) { return entry(event).name; }

std::optional<Event> event_of(std::string_view name) {
  const auto found =
      std::find_if(kEvents.begin(), kEvents.end(), [&](const Named& named) { return named.name == name; });
  if (found == kEvents.end()) return std::nullopt;
  return found->event;
}

Text text_of(Event event) { return Text(entry(event).text); }

}  // namespace accounts
