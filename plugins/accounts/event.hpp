// What can happen to an account, as its journal keeps it.
#pragma once

#include <optional>
#include <string_view>

#include <callboard/text.hpp>

namespace accounts {

enum class Event {
  Registered,
  SignedIn,
  SignInFailed,
  SignedOut,
  PasswordChanged,
  PasswordReset,
  ResetRequested,
  EmailVerified,
  EmailChangeRequested,
  EmailChanged,
  NameChanged,
  SessionEnded,
  OtherSessionsEnded,
  RolesChanged,
  Disabled,
  Enabled,
  Unlocked,
  TotpOn,
  TotpOff,
  RecoveryCodesMade,
  RecoveryCodeUsed,
  PasskeyAdded,
  PasskeyRemoved,
  PasskeyRefused,
  TokenIssued,
  DataExported,
};

// As it is kept: "password_changed".
std::string_view name_of(Event event);
// Nothing: a name of a later version.
std::optional<Event> event_of(std::string_view name);
// For its owner to read: "The password was changed".
callboard::Text text_of(Event event);

}  // namespace accounts
